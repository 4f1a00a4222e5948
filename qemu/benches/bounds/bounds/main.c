/*
 * Makes the requests that cost the kernel most, and writes the longest time that each took: "worst", its name, and a number
 * of ticks, less what measuring takes. The emulators' TSC counts instructions, of the guest and of the kernel.
 */
#include "microhv.h"

enum { TIMES = 16, TEXT_BYTES = 256 };

static uint64_t nothing;
static char text[TEXT_BYTES];

/* A gate for each exception, all the same: they lead behind the request that raised it, and count. SDM 3A, "64-Bit Mode IDT". */
struct gate {
    uint64_t low, high;
};

static struct gate gates[32];
static volatile uint64_t exceptions;
extern const char go_behind[];
__asm__("go_behind:\n\tincq exceptions(%rip)\n\tmovq %r12, %rsp\n\tjmp *%r11");

/*
 * RDTSC gives EDX:EAX; the first reading waits in R8, and where to go if there is an exception, in R11 and R12. The request
 * may change all other registers that are named here.
 */
#define WORST(NAME, PREPARE, REQUEST)                                                                        \
    __attribute__((noinline)) static uint64_t worst_##NAME(void)                                             \
    {                                                                                                        \
        uint64_t longest = 0;                                                                                \
        for (unsigned i = 0; i < TIMES; i++) {                                                               \
            uint64_t start;                                                                                  \
            uint64_t end;                                                                                    \
            __asm__ volatile(PREPARE "leaq 9f(%%rip), %%r11\n\tmovq %%rsp, %%r12\n\t"                             \
                             "movq %%rax, %%r9\n\tmovq %%rdx, %%r10\n\trdtsc\n\tshlq $32, %%rdx\n\t" \
                             "leaq (%%rax,%%rdx), %%r8\n\tmovq %%r9, %%rax\n\tmovq %%r10, %%rdx\n\t" REQUEST \
                             "\n9:\trdtsc\n\tshlq $32, %%rdx\n\taddq %%rdx, %%rax\n\tmovq %%r8, %1"            \
                             : "=&a"(end), "=&r"(start)                                                      \
                             : "S"((uint64_t)TEXT_BYTES), "D"(text)                                          \
                             : "rbx", "rcx", "rdx", "r8", "r9", "r10", "r11", "r12", "memory", "cc");                      \
            longest = end - start > longest ? end - start : longest;                                         \
        }                                                                                                    \
                                                                                                             \
        return longest;                                                                                      \
    }

WORST(nothing, "", "")
WORST(cpuid, "movl $7, %%eax\n\txorl %%ecx, %%ecx\n\t", "cpuid")
WORST(cpuid_extended_state, "movl $0xd, %%eax\n\txorl %%ecx, %%ecx\n\t", "cpuid")

/* Fifteen bytes, of which eight are in one page and seven in the next. */
WORST(cpuid_across_pages, "xorl %%eax, %%eax\n\txorl %%ecx, %%ecx\n\t",
      "jmp 1f\n\t.balign 4096\n\t.skip 4088\n1:\t.byte 0x2e,0x2e,0x2e,0x2e,0x2e,0x2e,0x2e,0x2e,0x2e,0x2e,0x2e,0x2e,0x2e\n\tcpuid")
WORST(rdmsr, "movl $0xc0000080, %%ecx\n\t", "rdmsr")
WORST(wrmsr_efer, "movl $0xc0000080, %%ecx\n\trdmsr\n\t", "wrmsr")
WORST(wrmsr_pat, "movl $0x277, %%ecx\n\trdmsr\n\t", "wrmsr")
WORST(mov_cr0, "movq %%cr0, %%rax\n\txorl $0x10000, %%eax\n\t", "movq %%rax, %%cr0")
WORST(mov_cr4, "movq %%cr4, %%rax\n\txorl $0x80, %%eax\n\t", "movq %%rax, %%cr4")
WORST(in_absent_port, "movl $0x4f0, %%edx\n\t", "inl %%dx, %%eax")
WORST(wbinvd, "", "wbinvd")
WORST(xsetbv, "xorl %%ecx, %%ecx\n\txorl %%edx, %%edx\n\tmovl $3, %%eax\n\t", "xsetbv")

/* These raise an exception. The PAT's last entry is the bad one; #DB comes behind NOP. */
WORST(rdmsr_denied, "movl $0x2000, %%ecx\n\t", "rdmsr")
WORST(wrmsr_pat_bad, "xorl %%eax, %%eax\n\tmovl $0x277, %%ecx\n\tmovl $0x08000000, %%edx\n\t", "wrmsr")
WORST(rdpmc, "xorl %%ecx, %%ecx\n\t", "rdpmc")
WORST(xsetbv_bad, "xorl %%ecx, %%ecx\n\txorl %%edx, %%edx\n\tmovl $2, %%eax\n\t", "xsetbv")
WORST(vmptrst, "", "vmptrst (%%rsi)")
WORST(vmrun, "", "vmrun")
WORST(monitor, "movq %%rdi, %%rax\n\txorl %%ecx, %%ecx\n\txorl %%edx, %%edx\n\t", "monitor")
WORST(single_step, "", "pushfq\n\torq $0x100, (%%rsp)\n\tpopfq\n\tnop")

WORST(vmcall_text, "movl $2, %%eax\n\t", "vmcall")
WORST(vmmcall_text, "movl $2, %%eax\n\t", "vmmcall")

static void say(const char *name, uint64_t ticks)
{
    mhv_print("worst %s %llu\n", name, (unsigned long long)(ticks - nothing));
}

static void say_exceptions(const char *name, uint64_t (*worst)(void))
{
    exceptions = 0;
    say(name, worst());
    mhv_check(exceptions == TIMES, "%s raised %llu exceptions", name, (unsigned long long)exceptions);
}

/* Trap gates: they leave interrupts on. */
static void open_gates(void)
{
    struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } pointer = { sizeof gates - 1, (uint64_t)gates };
    uint64_t code;
    __asm__("movq %%cs, %0" : "=r"(code));
    uint64_t target = (uint64_t)go_behind;
    for (unsigned i = 0; i < 32; i++) {
        gates[i].low = (target & 0xffff) | code << 16 | 0x8full << 40 | (target >> 16 & 0xffff) << 48;
        gates[i].high = target >> 32;
    }

    __asm__ volatile("lidt %0" : : "m"(pointer));
}

static void open_extended_state(void)
{
    uint64_t cr4;
    __asm__ volatile("movq %%cr4, %0\n\torq $0x40000, %0\n\tmovq %0, %%cr4" : "=r"(cr4));
}

int main(void)
{
    bool is_vmcall = mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMCALL;
    for (unsigned i = 0; i < TEXT_BYTES; i++) {
        text[i] = i % 64 == 63 ? '\n' : '.';
    }

    nothing = worst_nothing();
    uint64_t console = is_vmcall ? worst_vmcall_text() : worst_vmmcall_text();
    mhv_sleep_ns(400000000);
    say("console_write", console);
    say("cpuid", worst_cpuid());
    say("cpuid_extended_state", worst_cpuid_extended_state());
    say("cpuid_across_pages", worst_cpuid_across_pages());
    say("rdmsr", worst_rdmsr());
    say("wrmsr_efer", worst_wrmsr_efer());
    say("wrmsr_pat", worst_wrmsr_pat());
    say("mov_cr0", worst_mov_cr0());
    say("mov_cr4", worst_mov_cr4());
    say("in_absent_port", worst_in_absent_port());
    say("wbinvd", worst_wbinvd());
    open_extended_state();
    say("xsetbv", worst_xsetbv());
    open_gates();
    say_exceptions("rdmsr_denied", worst_rdmsr_denied);
    say_exceptions("wrmsr_pat_bad", worst_wrmsr_pat_bad);
    say_exceptions("rdpmc", worst_rdpmc);
    say_exceptions("xsetbv_bad", worst_xsetbv_bad);
    say_exceptions("virtualization", is_vmcall ? worst_vmptrst : worst_vmrun);
    say_exceptions("monitor", worst_monitor);
    say_exceptions("single_step", worst_single_step);
    return 0;
}
