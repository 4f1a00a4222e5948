/* Extended control registers: XSETBV takes what the manual allows of what the kernel switches. */
#include "guests.h"

#define XCR0_X87 1u
#define XCR0_SSE 2u
#define XCR0_AVX 4u

static void set(uint32_t number, uint64_t value)
{
    ATTEMPT("xsetbv", : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : CLOBBERS);
}

static uint32_t get(void)
{
    uint32_t low;
    __asm__ volatile("xgetbv" : "=a"(low) : "c"(0) : "edx");
    return low;
}

static void open_extended_state(void)
{
    require((cpuid(1, 0).ecx & 1u << 26) != 0, "XSAVE");
    write_cr4(read_cr4() | CR4_OSXSAVE);
    expect_no_trap("CR4.OSXSAVE");
}

/* Without CR4.OSXSAVE XSETBV and XGETBV raise #UD. SDM 2D, "XSETBV—Set Extended Control Register". */
GUEST(xsetbv_without_osxsave)
{
    set(0, XCR0_X87);
    expect_trap(VECTOR_UD, 0, "XSETBV without CR4.OSXSAVE");
    ATTEMPT("xgetbv", : : "c"(0) : CLOBBERS, "eax", "edx");
    expect_trap(VECTOR_UD, 0, "XGETBV without CR4.OSXSAVE");
}

/* Good values are kept, in the next window too. SDM 2D, "XSETBV—Set Extended Control Register". */
GUEST(xsetbv_good)
{
    open_extended_state();
    EXPECT(get() == XCR0_X87, "XCR0 is 0x%x at first", get());
    set(0, XCR0_X87 | XCR0_SSE);
    expect_no_trap("x87 and SSE");
    EXPECT(get() == (XCR0_X87 | XCR0_SSE), "XCR0 does not keep x87 and SSE");
    mhv_yield();
    EXPECT(get() == (XCR0_X87 | XCR0_SSE), "XCR0 is 0x%x after a window", get());
    set(0, XCR0_X87);
    expect_no_trap("x87 alone");
}

/* XCR0 without x87, AVX without SSE, and bits that nobody knows raise #GP(0). SDM 2D,
   "XSETBV—Set Extended Control Register". */
GUEST(xsetbv_bad)
{
    open_extended_state();
    set(0, XCR0_SSE);
    expect_trap(VECTOR_GP, 0, "XCR0 without x87");
    set(0, XCR0_X87 | XCR0_AVX);
    expect_trap(VECTOR_GP, 0, "AVX without SSE");
    set(0, XCR0_X87 | XCR0_SSE | 1u << 5);
    expect_trap(VECTOR_GP, 0, "one part of AVX-512");
    set(0, XCR0_X87 | 1ull << 62);
    expect_trap(VECTOR_GP, 0, "a reserved bit of XCR0");
    set(0, 0);
    expect_trap(VECTOR_GP, 0, "XCR0 without anything");
    EXPECT(get() == XCR0_X87, "a refused write changed XCR0");
}

/* Only XCR0 exists. SDM 2D, "XSETBV—Set Extended Control Register". */
GUEST(xsetbv_other_register)
{
    open_extended_state();
    set(1, XCR0_X87);
    expect_trap(VECTOR_GP, 0, "XCR1");
    set(0xffffffff, XCR0_X87);
    expect_trap(VECTOR_GP, 0, "the last register");
}

USER_CODE_OF(user_xsetbv, "xor %ecx, %ecx\n\txor %edx, %edx\n\tmov $3, %eax\n\txsetbv\n\tud2");
USER_CODE_OF(user_xgetbv, "xor %ecx, %ecx\n\txgetbv\n\tud2");

/* At CPL 3 XSETBV raises #GP(0), and XGETBV works. SDM 2D, "XGETBV—Get Value of Extended Control Register". */
GUEST(xsetbv_cpl3)
{
    open_extended_state();
    RUN_USER(user_xsetbv);
    expect_trap(VECTOR_GP, 0, "XSETBV at CPL 3");
    RUN_USER(user_xgetbv);
    expect_trap(VECTOR_UD, 0, "UD2 behind XGETBV");
    expect_stop(5, "XGETBV at CPL 3");
    EXPECT(get() == XCR0_X87, "CPL 3 changed XCR0");
}
