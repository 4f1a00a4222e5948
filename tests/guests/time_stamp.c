/* Time-stamp and other counters: the TSC is everyone's, performance counters are nobody's. */
#include "guests.h"

enum { ROUNDS = 1000 };

/* RDTSC never goes back, also across windows. SDM 2B, "RDTSC—Read Time-Stamp Counter". */
GUEST(rdtsc)
{
    uint64_t last = mhv_tsc();
    for (unsigned i = 0; i < ROUNDS; i++) {
        uint64_t now = mhv_tsc();
        EXPECT(now > last, "the TSC goes from 0x%llx to 0x%llx", (unsigned long long)last, (unsigned long long)now);
        last = now;
        if (i % (ROUNDS / 4) == 0) {
            mhv_yield();
        }
    }
}

/* RDTSCP gives the TSC and IA32_TSC_AUX, which is 0 at first and the partition's. SDM 2B,
   "RDTSCP—Read Time-Stamp Counter and Processor ID". */
GUEST(rdtscp)
{
    require((cpuid(0x80000001, 0).edx & 1u << 27) != 0, "RDTSCP");
    uint32_t aux, low, high;
    uint64_t before = mhv_tsc();
    __asm__ volatile("rdtscp" : "=a"(low), "=d"(high), "=c"(aux));
    EXPECT(aux == 0, "IA32_TSC_AUX is 0x%x", aux);
    EXPECT(((uint64_t)high << 32 | low) > before, "RDTSCP is behind RDTSC");
    write_msr(0xc0000103, 0x12345678);
    mhv_yield();
    __asm__ volatile("rdtscp" : "=a"(low), "=d"(high), "=c"(aux));
    EXPECT(aux == 0x12345678, "RDTSCP says 0x%x", aux);
}

USER_CODE_OF(user_rdtsc, "rdtsc\n\tud2");

/* CR4.TSD takes RDTSC from CPL 3. SDM 2B, "RDTSC—Read Time-Stamp Counter". */
GUEST(rdtsc_cpl3)
{
    RUN_USER(user_rdtsc);
    expect_trap(VECTOR_UD, 0, "UD2 behind RDTSC");
    write_cr4(read_cr4() | CR4_TSD);
    expect_no_trap("CR4.TSD");
    RUN_USER(user_rdtsc);
    expect_trap(VECTOR_GP, 0, "RDTSC at CPL 3 with CR4.TSD");
    EXPECT(mhv_tsc() != 0, "the TSC is 0");
}

USER_CODE_OF(user_rdpmc, "xor %ecx, %ecx\n\trdpmc\n\tud2");

/* RDPMC raises #GP(0) at every level: no counter is switched. SDM 2B, "RDPMC—Read Performance-Monitoring Counters". */
GUEST(rdpmc)
{
    ATTEMPT("rdpmc", : : "c"(0) : CLOBBERS, "eax", "edx");
    expect_trap(VECTOR_GP, 0, "RDPMC");
    ATTEMPT("rdpmc", : : "c"(1u << 30) : CLOBBERS, "eax", "edx");
    expect_trap(VECTOR_GP, 0, "RDPMC of a fixed counter");
    RUN_USER(user_rdpmc);
    expect_trap(VECTOR_GP, 0, "RDPMC at CPL 3");
}

/* RDPRU, which CPUID hides, raises #UD. APM 3, "RDPRU". */
GUEST(rdpru)
{
    ATTEMPT(".byte 0x0f, 0x01, 0xfd", : : "c"(0) : CLOBBERS, "eax", "edx");
    expect_trap(VECTOR_UD, 0, "RDPRU");
}
