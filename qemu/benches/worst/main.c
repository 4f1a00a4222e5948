/* Worst cases of what a partition can do to the kernel's time: of its requests, or of its end. */
#include "worst.h"

int main(void)
{
    if (mhv_has_argument("requests")) {
        measure_requests();
    } else {
        end_or_observe();
    }

    return 0;
}
