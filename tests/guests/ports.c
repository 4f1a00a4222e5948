/* A granted port is the machine's; with other-ports = "absent" all others read as ones and take what is written. */
#include "guests.h"

enum { CMOS_INDEX = 0x70, CMOS_CONTENTS = 0x71, CMOS_SHUTDOWN_STATUS = 0x0f, ABSENT = 0x510 };

static uint8_t read_cmos(uint8_t index)
{
    uint8_t value;
    __asm__ volatile("outb %b0, %w1" : : "a"(index), "Nd"(CMOS_INDEX));
    __asm__ volatile("inb %w1, %b0" : "=a"(value) : "Nd"(CMOS_CONTENTS));
    return value;
}

static void write_cmos(uint8_t index, uint8_t value)
{
    __asm__ volatile("outb %b0, %w1" : : "a"(index), "Nd"(CMOS_INDEX));
    __asm__ volatile("outb %b0, %w1" : : "a"(value), "Nd"(CMOS_CONTENTS));
}

GUEST(ports)
{
    write_cmos(CMOS_SHUTDOWN_STATUS, 0x5a);
    EXPECT(read_cmos(CMOS_SHUTDOWN_STATUS) == 0x5a, "a granted port does not reach the device");
    write_cmos(CMOS_SHUTDOWN_STATUS, 0);

    uint64_t value = 0x1122334455667788ull;
    __asm__ volatile("inb %w1, %b0" : "+a"(value) : "d"(ABSENT));
    EXPECT(value == 0x11223344556677ffull, "IN AL gives 0x%llx", (unsigned long long)value);
    value = 0x1122334455667788ull;
    __asm__ volatile("inw %w1, %w0" : "+a"(value) : "d"(ABSENT));
    EXPECT(value == 0x112233445566ffffull, "IN AX gives 0x%llx", (unsigned long long)value);
    value = 0x1122334455667788ull;
    __asm__ volatile("inl %w1, %k0" : "+a"(value) : "d"(ABSENT));
    EXPECT(value == 0xffffffffull, "IN EAX gives 0x%llx", (unsigned long long)value);

    ATTEMPT("outb %%al, %%dx\n\toutw %%ax, %%dx\n\toutl %%eax, %%dx", : : "a"(0), "d"(ABSENT) : CLOBBERS);
    expect_no_trap("OUT to an absent port");

    /* Two bytes of which only the first is granted: the bus behind the grant is not reached. */
    value = 0;
    __asm__ volatile("inw %w1, %w0" : "+a"(value) : "d"(CMOS_CONTENTS));
    EXPECT(value == 0xffff, "a word across the end of a grant gives 0x%llx", (unsigned long long)value);
}
