/*
 * Measures round trips: the TSC before and after one request, many times, and the same with nothing between. The
 * emulators' TSC counts instructions, so a difference is a number of instructions, of the guest and of the kernel.
 * The number of times is the partition's argument. Writes the line "start" with the TSC at the start of main, and one
 * line per trip: "trip", its name, and for each number of
 * ticks that was seen, ascending, the number and how often: 412x400 530x1.
 */
#include "microhv.h"

enum { MAX_TIMES = 401 };

static uint32_t ticks[MAX_TIMES];
static unsigned times;

/*
 * A function trip_NAME that fills ticks with the time that REQUEST takes. RDTSC gives EDX:EAX; the first reading waits
 * in R8D, while the request may change all registers that are named here. What the request prepares in registers is part
 * of the trip.
 */
#define TRIP(NAME, REQUEST)                                                                                  \
    __attribute__((noinline)) static void trip_##NAME(void)                                                  \
    {                                                                                                        \
        for (unsigned i = 0; i < times; i++) {                                                               \
            uint32_t start;                                                                                  \
            uint32_t end;                                                                                    \
            __asm__ volatile("rdtsc\n\tmovl %%eax, %%r8d\n\t" REQUEST "rdtsc\n\tmovl %%r8d, %1"              \
                             : "=&a"(end), "=r"(start)                                                       \
                             :                                                                               \
                             : "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "memory");                           \
            ticks[i] = end - start;                                                                          \
        }                                                                                                    \
    }

TRIP(nothing, "")
TRIP(cpuid_0, "xorl %%eax, %%eax\n\tcpuid\n\t")
TRIP(cpuid_1, "movl $1, %%eax\n\tcpuid\n\t")
TRIP(vmcall, "xorl %%eax, %%eax\n\tvmcall\n\t")
TRIP(vmmcall, "xorl %%eax, %%eax\n\tvmmcall\n\t")
TRIP(rdmsr_efer, "movl $0xc0000080, %%ecx\n\trdmsr\n\t")
TRIP(in_absent_port, "movl $0x4f0, %%edx\n\tinb %%dx, %%al\n\t")

/* Ascending; the few different values make an insertion sort quick enough. */
static void sort(void)
{
    for (unsigned i = 1; i < times; i++) {
        uint32_t value = ticks[i];
        unsigned place = i;
        for (; place > 0 && ticks[place - 1] > value; place--) {
            ticks[place] = ticks[place - 1];
        }

        ticks[place] = value;
    }
}

static void write_trip(const char *name)
{
    sort();
    mhv_print("trip %s", name);
    for (unsigned first = 0, i = 1; i <= times; i++) {
        if (i == times || ticks[i] != ticks[first]) {
            mhv_print(" %ux%u", ticks[first], i - first);
            first = i;
        }
    }

    mhv_print("\n");
}

static unsigned number_of(const char *text)
{
    unsigned number = 0;
    for (; *text >= '0' && *text <= '9'; text++) {
        number = number * 10 + (unsigned)(*text - '0');
    }

    return number;
}

static uint64_t read_tsc(void)
{
    uint32_t low;
    uint32_t high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (uint64_t)high << 32 | low;
}

int main(void)
{
    uint64_t start = read_tsc();
    times = number_of(mhv_information()->arguments);
    if (times == 0 || times > MAX_TIMES) {
        mhv_fail("the argument is not a number from 1 to %d", MAX_TIMES);
    }

    mhv_print("start %llu\n", (unsigned long long)start);
    trip_nothing();
    write_trip("nothing");
    trip_cpuid_0();
    write_trip("cpuid_0");
    trip_cpuid_1();
    write_trip("cpuid_1");
    if (mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMCALL) {
        trip_vmcall();
        write_trip("vmcall");
    } else {
        trip_vmmcall();
        write_trip("vmmcall");
    }

    trip_rdmsr_efer();
    write_trip("rdmsr_efer");
    trip_in_absent_port();
    write_trip("in_absent_port");
    return 0;
}
