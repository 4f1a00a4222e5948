/* Ports: a granted one is the machine's; with other-ports = "absent" all others read as ones and take what is written. */
#include "guests.h"

enum { CMOS_INDEX = 0x70, CMOS_CONTENTS = 0x71, CMOS_SHUTDOWN_STATUS = 0x0f, ABSENT = 0x510, LAST = 0xffff };

#define BEFORE 0x1122334455667788ull

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

static uint64_t in_8(uint16_t port)
{
    uint64_t value = BEFORE;
    __asm__ volatile("inb %w1, %b0" : "+a"(value) : "d"(port));
    return value;
}

static uint64_t in_16(uint16_t port)
{
    uint64_t value = BEFORE;
    __asm__ volatile("inw %w1, %w0" : "+a"(value) : "d"(port));
    return value;
}

static uint64_t in_32(uint16_t port)
{
    uint64_t value = BEFORE;
    __asm__ volatile("inl %w1, %k0" : "+a"(value) : "d"(port));
    return value;
}

/* A granted port reaches the device. docs/system-toml.md */
GUEST(port_granted)
{
    write_cmos(CMOS_SHUTDOWN_STATUS, 0x5a);
    EXPECT(read_cmos(CMOS_SHUTDOWN_STATUS) == 0x5a, "a granted port does not reach the device");
    write_cmos(CMOS_SHUTDOWN_STATUS, 0);
    EXPECT(read_cmos(CMOS_SHUTDOWN_STATUS) == 0, "a granted port does not reach the device again");
}

/* IN of 8, 16 and 32 bits from an absent port gives ones, and changes as much of RAX as it should. SDM 2A,
   "IN—Input from Port". */
GUEST(port_absent_in)
{
    EXPECT(in_8(ABSENT) == 0x11223344556677ffull, "IN AL gives 0x%llx", (unsigned long long)in_8(ABSENT));
    EXPECT(in_16(ABSENT) == 0x112233445566ffffull, "IN AX gives 0x%llx", (unsigned long long)in_16(ABSENT));
    EXPECT(in_32(ABSENT) == 0xffffffffull, "IN EAX gives 0x%llx", (unsigned long long)in_32(ABSENT));
    uint64_t value = BEFORE;
    __asm__ volatile("inb $0xf7, %b0" : "+a"(value));
    EXPECT(value == 0x11223344556677ffull, "IN AL of an immediate gives 0x%llx", (unsigned long long)value);
}

/* OUT of 8, 16 and 32 bits to an absent port does nothing. SDM 2B, "OUT—Output to Port". */
GUEST(port_absent_out)
{
    ATTEMPT("outb %%al, %%dx\n\toutw %%ax, %%dx\n\toutl %%eax, %%dx\n\toutb %%al, $0xf7", : : "a"(0), "d"(ABSENT) : CLOBBERS);
    expect_no_trap("OUT to an absent port");
}

/* An access that is not aligned is one access. SDM 1, "I/O Port Addressing". */
GUEST(port_unaligned)
{
    EXPECT(in_16(ABSENT + 1) == 0x112233445566ffffull, "IN AX gives 0x%llx", (unsigned long long)in_16(ABSENT + 1));
    EXPECT(in_32(ABSENT + 3) == 0xffffffffull, "IN EAX gives 0x%llx", (unsigned long long)in_32(ABSENT + 3));
}

/* Of an access across the end of a grant nothing reaches the bus. docs/system-toml.md */
GUEST(port_across_grant)
{
    EXPECT(in_16(CMOS_CONTENTS) == 0x112233445566ffffull, "IN AX gives 0x%llx", (unsigned long long)in_16(CMOS_CONTENTS));
    EXPECT(in_32(CMOS_INDEX) == 0xffffffffull, "IN EAX gives 0x%llx", (unsigned long long)in_32(CMOS_INDEX));
    EXPECT(in_32(CMOS_INDEX - 2) == 0xffffffffull, "IN EAX gives 0x%llx", (unsigned long long)in_32(CMOS_INDEX - 2));
}

/* The last port is one, and what goes beyond it reads as ones too. SDM 1, "I/O Port Addressing". */
GUEST(port_last)
{
    EXPECT(in_8(LAST) == 0x11223344556677ffull, "IN AL gives 0x%llx", (unsigned long long)in_8(LAST));
    EXPECT(in_16(LAST) == 0x112233445566ffffull, "IN AX gives 0x%llx", (unsigned long long)in_16(LAST));
    EXPECT(in_32(LAST) == 0xffffffffull, "IN EAX gives 0x%llx", (unsigned long long)in_32(LAST));
}

USER_CODE_OF(user_in, "mov $0x510, %edx\n\tin %dx, %al\n\tud2");

/* At CPL 3 IOPL decides before the plan does. SDM 1, "I/O Privilege Level". */
GUEST(port_cpl3)
{
    RUN_USER(user_in);
    expect_trap(VECTOR_GP, 0, "IN at CPL 3");
    expect_stop(5, "IN at CPL 3");
    RUN_USER_WITH(FLAG_IOPL_3, user_in);
    expect_trap(VECTOR_UD, 0, "UD2 behind IN at CPL 3 with IOPL 3");
    expect_stop(6, "IN at CPL 3 with IOPL 3");
}
