/* Drives a 16550 serial port, if the machine has one where the arguments say. */
#include "microhv.h"

/* Registers behind the first port; the divisor is where data is while LINE_CONTROL says so. */
enum { DATA = 0, DIVISOR_LOW = 0, DIVISOR_HIGH = 1, LINE_CONTROL = 3, LINE_STATUS = 5, SCRATCH = 7 };

enum {
    DIVISOR_ACCESS = 0x80,
    EIGHT_BITS = 0x03,
    MAY_SEND = 0x20,
    PATTERN = 0x5a,
    PATIENCE = 100000,
    SOMEBODY_ELSES = 0x510,
};

static bool is_there(uint16_t port)
{
    mhv_out8(port + SCRATCH, PATTERN);
    return mhv_in8(port + SCRATCH) == PATTERN;
}

/* 115,200 baud, eight bits, no parity, one stop bit. */
static void open_port(uint16_t port)
{
    mhv_out8(port + LINE_CONTROL, DIVISOR_ACCESS | EIGHT_BITS);
    mhv_out8(port + DIVISOR_LOW, 1);
    mhv_out8(port + DIVISOR_HIGH, 0);
    mhv_out8(port + LINE_CONTROL, EIGHT_BITS);
}

/* Waits for the device, but never for ever. */
static bool try_send(uint16_t port, char letter)
{
    for (int i = 0; i < PATIENCE; i++) {
        if ((mhv_in8(port + LINE_STATUS) & MAY_SEND) != 0) {
            mhv_out8(port + DATA, (uint8_t)letter);
            return true;
        }

        mhv_pause();
    }

    return false;
}

int main(void)
{
    uint16_t port = (uint16_t)mhv_argument("port", 0x2f8);
    if (is_there(port)) {
        open_port(port);
        mhv_check(try_send(port, 'H') && try_send(port, 'i'), "the serial port takes nothing");
        mhv_print("sent a word\n");
    } else {
        mhv_print("no serial port answers\n");
    }

    mhv_print("a port that is not mine reads 0x%02x\n", mhv_in8(SOMEBODY_ELSES));
    return 0;
}
