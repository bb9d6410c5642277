#include "shared/wire/reflection.h"

#include "shared/wire/codec.h"

namespace vantrum::wire {
namespace {

using survey::Priority;
using survey::Reflection;
using survey::ReflectionInstrument;

// Keys inside the seal. On the wire; never renumber.
enum Key {
  key_id = 1,
  key_centre,
  key_year,
  key_instrument,
  key_version,
  key_participants,
  key_values,
  key_priorities
};

constexpr std::size_t padded_step = 1024;

Value encoded(const Reflection& reflection, const ReflectionInstrument& instrument) {
  Map values;
  for (const auto& [id, value] : reflection.values)
    values.emplace_back(instrument.find(id)->number, Array{value.step, value.comment});
  Array priorities;
  for (const auto& priority : reflection.priorities) {
    priorities.push_back(Array{instrument.find(priority.statement)->number, priority.goal, priority.measure,
                               priority.baseline, priority.target});
  }
  return Map{{key_id, reflection.id.view()},
             {key_centre, reflection.centre.value},
             {key_year, reflection.year},
             {key_instrument, reflection.instrument_number},
             {key_version, reflection.instrument_version},
             {key_participants, reflection.participants},
             {key_values, std::move(values)},
             {key_priorities, std::move(priorities)}};
}

const std::string* statement_id(const Value& number, const ReflectionInstrument& instrument) {
  const auto* value = std::get_if<std::uint64_t>(&number.data);
  const auto* statement =
      value && *value <= 255 ? instrument.find_number(static_cast<std::uint32_t>(*value)) : nullptr;
  return statement ? &statement->id : nullptr;
}

Result<void> read_values(Reader& reader, const ReflectionInstrument& instrument, Reflection& reflection) {
  for (const auto& [number, value] : TRY(reader.take_map(key_values, "values", 255))) {
    const auto* id = statement_id(number, instrument);
    const auto* parts = std::get_if<Array>(&value.data);
    if (!id || !parts || parts->size() != 2)
      return Error::untrusted("reflection: values: expected numbers of statements with step and comment");
    const auto* step = std::get_if<std::uint64_t>(&(*parts)[0].data);
    const auto* comment = std::get_if<std::string>(&(*parts)[1].data);
    if (!step || *step > 255 || !comment)
      return Error::untrusted("reflection: values: expected a step and a comment");
    reflection.values[*id] = {static_cast<std::uint32_t>(*step), *comment};
  }
  return {};
}

Result<Priority> read_priority(const Value& value, const ReflectionInstrument& instrument) {
  const auto* parts = std::get_if<Array>(&value.data);
  const auto* id = parts && parts->size() == 5 ? statement_id((*parts)[0], instrument) : nullptr;
  if (!id) return Error::untrusted("reflection: priority: expected a statement's number and four texts");
  Priority priority{*id, {}, {}, {}, {}};
  std::string* texts[] = {&priority.goal, &priority.measure, &priority.baseline, &priority.target};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto* text = std::get_if<std::string>(&(*parts)[i + 1].data);
    if (!text) return Error::untrusted("reflection: priority: expected texts");
    *texts[i] = *text;
  }
  return priority;
}

Result<Reflection> parse_reflection(ByteView plain, const ReflectionInstrument& instrument) {
  auto r = TRY(Reader::parse(plain, "reflection"));
  Reflection reflection;
  reflection.id = TRY(r.take_id<survey::ReflectionId>(key_id, "id"));
  reflection.centre.value = static_cast<std::uint32_t>(TRY(r.take_uint(key_centre, "centre", UINT32_MAX)));
  reflection.year = static_cast<std::uint32_t>(TRY(r.take_uint(key_year, "year", 9999)));
  reflection.instrument_number =
      static_cast<std::uint32_t>(TRY(r.take_uint(key_instrument, "instrument", 65'535)));
  reflection.instrument_version =
      static_cast<std::uint32_t>(TRY(r.take_uint(key_version, "version", 65'535)));
  reflection.participants =
      static_cast<std::uint32_t>(TRY(r.take_uint(key_participants, "participants", 65'535)));
  TRY(read_values(r, instrument, reflection));
  const auto priorities = TRY(r.take_array(key_priorities, "priorities", 2));
  if (priorities.size() != reflection.priorities.size())
    return Error::untrusted("reflection: priorities: expected exactly two");
  for (std::size_t i = 0; i < priorities.size(); ++i)
    reflection.priorities[i] = TRY(read_priority(priorities[i], instrument));
  TRY(r.finish());
  return reflection;
}

Result<Bytes> open_box(const SealedReflection& sealed, const crypto::SealSecretKey& key) {
  auto padded = TRY(crypto::open(key, sealed.sealed));
  auto plain = crypto::unpad(padded);
  crypto::wipe(padded);
  return plain;
}

}  // namespace

Bytes encode(const SealedReflection& v) {
  return encode(Map{{1, v.reflection.view()}, {2, v.epoch}, {3, v.sealed}});
}

Result<SealedReflection> parse_sealed_reflection(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "reflection"));
  SealedReflection v;
  v.reflection = TRY(r.take_id<survey::ReflectionId>(1, "reflection id"));
  v.epoch = static_cast<std::uint32_t>(TRY(r.take_uint(2, "key epoch", UINT32_MAX)));
  v.sealed = TRY(r.take_bytes(3, "sealed", crypto::seal_overhead_bytes + 1, sealed_reflection_bytes_max));
  TRY(r.finish());
  return v;
}

Bytes encode(const ReflectionReceipt& v) {
  return encode(Map{{1, v.device.view()}, {2, v.reflection.view()}, {3, v.document.view()}});
}

Result<ReflectionReceipt> parse_reflection_receipt(ByteView payload) {
  auto r = TRY(Reader::parse(payload, "reflection receipt"));
  ReflectionReceipt v;
  v.device = TRY(r.take_id<DeviceId>(1, "device"));
  v.reflection = TRY(r.take_id<survey::ReflectionId>(2, "reflection id"));
  v.document = TRY(r.take_key<crypto::Hash>(3, "hash of the document"));
  TRY(r.finish());
  return v;
}

Result<SealedReflection> seal_reflection(const Reflection& reflection, const ReflectionInstrument& instrument,
                                         const SealTo& to) {
  TRY(survey::validate(reflection, instrument));
  auto plain = encode(encoded(reflection, instrument));
  auto padded = crypto::pad(plain, (plain.size() / padded_step + 1) * padded_step);
  SealedReflection sealed{reflection.id, to.epoch, crypto::seal(to.key, padded)};
  crypto::wipe(plain);
  crypto::wipe(padded);
  return sealed;
}

Result<Reflection> open_reflection(const SealedReflection& sealed, const crypto::SealSecretKey& key,
                                   const ReflectionInstrument& instrument) {
  auto plain = TRY(open_box(sealed, key));
  auto reflection = parse_reflection(plain, instrument);
  crypto::wipe(plain);
  if (!reflection) return reflection;
  if (reflection->id != sealed.reflection)
    return Error::untrusted("the id inside the seal differs from the one outside");
  if (auto valid = survey::validate(*reflection, instrument); !valid)
    return Error::untrusted(valid.error().message);
  return reflection;
}

Result<InstrumentVersion> instrument_of_reflection(const SealedReflection& sealed,
                                                   const crypto::SealSecretKey& key) {
  auto plain = TRY(open_box(sealed, key));
  auto read = [&]() -> Result<InstrumentVersion> {
    auto r = TRY(Reader::parse(plain, "reflection"));
    const auto number = static_cast<std::uint32_t>(TRY(r.take_uint(key_instrument, "instrument", 65'535)));
    return InstrumentVersion{number,
                             static_cast<std::uint32_t>(TRY(r.take_uint(key_version, "version", 65'535)))};
  };
  auto version = read();
  crypto::wipe(plain);
  return version;
}

}  // namespace vantrum::wire
