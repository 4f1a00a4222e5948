/* Prints what the information page says: arguments as text and as numbers, and every region. */
#include "microhv.h"

static void print_regions(void)
{
    const struct mhv_information_region *region;
    for (uint32_t i = 0; (region = mhv_region_at(i)) != NULL; i++) {
        mhv_print("%-12s 0x%08lx %5lu KiB  ", region->name, region->guest_physical, region->size_bytes / 1024);
        mhv_print("%c%c%c\n",
            region->rights & MHV_REGION_RIGHTS_READ ? 'r' : '-',
            region->rights & MHV_REGION_RIGHTS_WRITE ? 'w' : '-',
            region->rights & MHV_REGION_RIGHTS_EXECUTE ? 'x' : '-');
    }
}

int main(void)
{
    mhv_print("my arguments are '%s'\n", mhv_information()->arguments);

    /* The number behind `from=`, or 1 if nobody says. There is no `count=`: four. */
    int64_t number = mhv_argument("from", 1);
    int64_t step = mhv_argument("step", 1);
    int64_t count = mhv_argument("count", 4);
    for (int64_t i = 0; i < count; i++) {
        mhv_print(i == 0 ? "%ld" : " %ld", number + i * step);
    }

    mhv_print("\nthe mask is %ld\n", mhv_argument("mask", 0));
    print_regions();
    return 0;
}
