/* XSETBV takes what the processor's manual allows. */
#include "guests.h"

#define CR4_OSXSAVE (1ull << 18)
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

GUEST(xsetbv)
{
    uint64_t cr4;
    set(0, XCR0_X87);
    expect_trap(VECTOR_UD, 0, "XSETBV without CR4.OSXSAVE");
    if ((cpuid(1, 0).ecx & 1u << 26) == 0) {
        return;
    }

    __asm__ volatile("mov %%cr4, %0" : "=r"(cr4));
    __asm__ volatile("mov %0, %%cr4" : : "r"(cr4 | CR4_OSXSAVE) : "memory");
    EXPECT((cpuid(1, 0).ecx & 1u << 27) != 0, "OSXSAVE is clear after CR4.OSXSAVE");
    EXPECT(get() == XCR0_X87, "XCR0 is 0x%x at first", get());
    set(0, XCR0_X87 | XCR0_SSE);
    expect_no_trap("x87 and SSE");
    EXPECT(get() == (XCR0_X87 | XCR0_SSE), "XCR0 does not keep x87 and SSE");
    set(0, XCR0_SSE);
    expect_trap(VECTOR_GP, 0, "XCR0 without x87");
    set(0, XCR0_X87 | XCR0_AVX);
    expect_trap(VECTOR_GP, 0, "AVX without SSE");
    set(0, XCR0_X87 | 1ull << 62);
    expect_trap(VECTOR_GP, 0, "a reserved bit of XCR0");
    set(1, XCR0_X87);
    expect_trap(VECTOR_GP, 0, "XCR1");
    mhv_yield();
    EXPECT(get() == (XCR0_X87 | XCR0_SSE), "XCR0 is 0x%x after a window", get());
}
