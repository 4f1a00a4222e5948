/* Port violations: without other-ports, an access to a port that is not granted ends the partition. */
#include "guests.h"

/* No device, and three that the plan grants to one partition each. */
enum { SPARE = 0x510, CMOS_CONTENTS = 0x71, PARALLEL = 0x378, SECOND_SERIAL = 0x2f8 };

static char text[16] __attribute__((aligned(4)));

#define ACCESS(instruction, port)                                                                                      \
    do {                                                                                                               \
        __asm__ volatile(instruction : : "d"(port), "a"(0) : "memory");                                                \
        mhv_fail("nobody stopped me");                                                                                 \
    } while (0)

/* IN of 8 bits. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_violation)
{
    ACCESS("inb %w0, %%al", SPARE);
}

/* IN of 16 bits. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_in_16)
{
    ACCESS("inw %w0, %%ax", SPARE);
}

/* IN of 32 bits. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_in_32)
{
    ACCESS("inl %w0, %%eax", SPARE);
}

/* OUT of 8 bits. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_out)
{
    ACCESS("outb %%al, %w0", SPARE);
}

/* OUT of 16 bits. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_out_16)
{
    ACCESS("outw %%ax, %w0", SPARE);
}

/* OUT of 32 bits. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_out_32)
{
    ACCESS("outl %%eax, %w0", SPARE);
}

/* OUT to a port in the instruction. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_immediate)
{
    ACCESS("outb %%al, $0xf7", SPARE);
}

/* IN of 16 bits of which the first 8 are granted. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_across_end)
{
    ACCESS("inw %w0, %%ax", CMOS_CONTENTS);
}

/* OUT of 32 bits whose last 16 are granted. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_across_start)
{
    ACCESS("outl %%eax, %w0", PARALLEL - 2);
}

/* IN of 32 bits across the last port. SDM 3C, "I/O-Bitmap Addresses". */
GUEST(port_wrap)
{
    ACCESS("inl %w0, %%eax", 0xfffe);
}

/* The granted port's neighbour in the other half of all ports, which has a bitmap of its own. SDM 3C,
   "I/O-Bitmap Addresses". */
GUEST(port_high)
{
    ACCESS("inb %w0, %%al", 0x8000 + SECOND_SERIAL);
}

/* INS. SDM 2A, "INS/INSB/INSW/INSD—Input from Port to String". */
GUEST(port_ins)
{
    char *to = text;
    __asm__ volatile("insb" : "+D"(to) : "d"(SPARE) : "memory");
    mhv_fail("nobody stopped me");
}

/* REP INS of 32 bits. SDM 2A, "INS/INSB/INSW/INSD—Input from Port to String". */
GUEST(port_rep_ins)
{
    char *to = text;
    uint64_t count = sizeof text / 4;
    __asm__ volatile("rep insl" : "+D"(to), "+c"(count) : "d"(SPARE) : "memory");
    mhv_fail("nobody stopped me");
}

/* REP OUTS of 8 bits. SDM 2B, "OUTS/OUTSB/OUTSW/OUTSD—Output String to Port". */
GUEST(port_string)
{
    const char *from = text;
    uint64_t count = sizeof text;
    __asm__ volatile("rep outsb" : "+S"(from), "+c"(count) : "d"(SPARE) : "memory");
    mhv_fail("nobody stopped me");
}

/* REP OUTS of 16 bits, backwards. SDM 2B, "OUTS/OUTSB/OUTSW/OUTSD—Output String to Port". */
GUEST(port_rep_outs)
{
    const char *from = &text[8];
    uint64_t count = 4;
    __asm__ volatile("std\n\trep outsw\n\tcld" : "+S"(from), "+c"(count) : "d"(SPARE) : "memory");
    mhv_fail("nobody stopped me");
}

/* REP OUTS of nothing: the processor looks at the port before it looks at the count. SDM 2B,
   "OUTS/OUTSB/OUTSW/OUTSD—Output String to Port". */
GUEST(port_empty_string)
{
    const char *from = text;
    uint64_t count = 0;
    __asm__ volatile("rep outsb" : "+S"(from), "+c"(count) : "d"(SPARE) : "memory");
    mhv_fail("nobody stopped me");
}

USER_CODE_OF(user_out, "mov $0x510, %edx\n\tout %al, %dx\n\tud2");

/* OUT at CPL 3, which IOPL allows. SDM 1, "I/O Privilege Level". */
GUEST(port_out_cpl3)
{
    RUN_USER_WITH(FLAG_IOPL_3, user_out);
    mhv_fail("nobody stopped me");
}
