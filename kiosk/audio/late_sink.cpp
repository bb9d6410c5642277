#include "kiosk/audio/late_sink.h"

namespace vantrum::kiosk {

AudioSink& LateSink::opened() {
  if (!sink_) sink_ = open_();
  return *sink_;
}

void LateSink::silence() {
  if (sink_) sink_->silence();
}

std::chrono::milliseconds LateSink::left() { return sink_ ? sink_->left() : std::chrono::milliseconds(0); }

void LateSink::rest() {
  if (sink_) sink_->rest();
}

bool LateSink::is_private() { return sink_ ? sink_->is_private() : is_private_; }

}  // namespace vantrum::kiosk
