#include "app/common/nap.h"

#include <condition_variable>
#include <mutex>

namespace wikivault {

void nap(const std::stop_token &stop, std::chrono::milliseconds time) {
    std::mutex mutex;
    std::unique_lock guard(mutex);
    std::condition_variable_any().wait_for(guard, stop, time, [] { return false; });
}

}  // namespace wikivault
