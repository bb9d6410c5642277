// What stands behind each address; the rows are in endpoints.cpp. When one of these is called, its role and
// centre have been checked, and so has the form's token.
#pragma once

#include "sync/dashboard/call.h"

namespace vantrum::dashboard {

// door_pages.cpp
Result<Answer> style(Call& call);
Result<Answer> icon(Call& call);
Result<Answer> show_sign_in(Call& call);
Result<Answer> sign_in(Call& call);
Result<Answer> show_welcome(Call& call);
Result<Answer> welcome(Call& call);
Result<Answer> go_to_start(Call& call);
Result<Answer> sign_out(Call& call);
Result<Answer> show_about(Call& call);

// round_pages.cpp
Result<Answer> show_rounds(Call& call);
Result<Answer> show_new_round(Call& call);
Result<Answer> open_new_round(Call& call);
Result<Answer> ask_to_close_round(Call& call);
Result<Answer> close_round(Call& call);
Result<Answer> show_text_reader(Call& call);
Result<Answer> name_text_reader(Call& call);

// progress_pages.cpp
Result<Answer> show_progress(Call& call);
Result<Answer> show_centres(Call& call);
Result<Answer> show_centre(Call& call);
Result<Answer> add_centre(Call& call);

// device_pages.cpp
Result<Answer> show_devices(Call& call);
Result<Answer> show_device(Call& call);
Result<Answer> issue_code(Call& call);
Result<Answer> order_device(Call& call);
Result<Answer> show_quarantine(Call& call);
Result<Answer> requeue(Call& call);

// instrument_pages.cpp
Result<Answer> show_instruments(Call& call);
Result<Answer> show_instrument(Call& call);

// result_pages.cpp
Result<Answer> show_results(Call& call);
Result<Answer> show_centre_results(Call& call);
Result<Answer> show_reports(Call& call);
Result<Answer> download_results(Call& call);
Result<Answer> download_report(Call& call);
Result<Answer> show_region_chart(Call& call);
Result<Answer> show_centre_chart(Call& call);
Result<Answer> download_region_chart(Call& call);

// quote_pages.cpp
Result<Answer> show_text_rounds(Call& call);
Result<Answer> show_texts(Call& call);
Result<Answer> show_text(Call& call);
Result<Answer> change_text(Call& call);

// retention_pages.cpp
Result<Answer> show_retention(Call& call);

// purge_pages.cpp
Result<Answer> show_purge(Call& call);
Result<Answer> change_archive(Call& call);
Result<Answer> download_archive(Call& call);
Result<Answer> destroy_records(Call& call);

// account_pages.cpp
Result<Answer> show_accounts(Call& call);
Result<Answer> show_account(Call& call);
Result<Answer> add_account(Call& call);
Result<Answer> change_account(Call& call);
Result<Answer> show_log(Call& call);

}  // namespace vantrum::dashboard
