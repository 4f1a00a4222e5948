/* Takes pictures with two virtual CPUs, each of which works on its half at the same time as the other. */
#include "../orders.h"

enum { HALVES = 2, HALF_SIZE = 0x1000, PICTURES_PER_LINE = 4 };

static uint8_t picture[HALVES][HALF_SIZE];

/* Pictures of which each half is finished. */
static uint64_t finished[HALVES];

static void take_half(uint32_t half, uint64_t number)
{
    for (unsigned i = 0; i < HALF_SIZE; i++) {
        picture[half][i] = (uint8_t)(number * 7 + half * 3 + i);
    }

    __atomic_store_n(&finished[half], number + 1, __ATOMIC_RELEASE);
}

static void wait_for_half(uint32_t half, uint64_t count)
{
    while (__atomic_load_n(&finished[half], __ATOMIC_ACQUIRE) < count) {
        mhv_pause();
    }
}

static void check_picture(uint64_t number)
{
    for (unsigned i = 0; i < HALVES * HALF_SIZE; i++) {
        uint32_t half = i / HALF_SIZE;
        uint8_t expected = (uint8_t)(number * 7 + half * 3 + i % HALF_SIZE);
        mhv_check(picture[half][i % HALF_SIZE] == expected, "picture %lu is torn at %u", number, i);
    }
}

/* The second virtual CPU takes the lower halves, and waits until the picture was looked at. */
void mhv_vcpu_main(uint32_t vcpu)
{
    mhv_check(vcpu == 1 && mhv_vcpu() == 1, "this is virtual CPU %u", mhv_vcpu());
    mhv_print("the lower halves come from virtual CPU %u\n", vcpu);
    for (uint64_t number = 0;; number++) {
        wait_for_half(0, number + 1);
        take_half(1, number);
        mhv_yield();
    }
}

int main(void)
{
    const struct orders *orders = mhv_memory("orders", sizeof *orders);
    mhv_check(mhv_vcpu() == 0 && mhv_information()->vcpu_count == HALVES, "this is virtual CPU %u", mhv_vcpu());
    uint64_t number = 0;
    while (!is_over(orders)) {
        take_half(0, number);
        wait_for_half(1, number + 1);
        check_picture(number);
        number++;
        if (number % PICTURES_PER_LINE == 0) {
            mhv_print("%lu pictures, whole\n", number);
        }

        mhv_yield();
    }

    mhv_print("%lu pictures in all\n", number);
    return 0;
}
