/*
 * Makes the requests that cost the kernel most, and writes the longest time that each took, less what measuring takes. The
 * emulators' TSC counts instructions, of the guest and of the kernel.
 */
#include "worst.h"

enum { TEXT_BYTES = 256, TABLE_ENTRIES = 512, TABLE_SHIFT = 21, PAGE_SHIFT = 12 };

static uint64_t nothing;
static char text[TEXT_BYTES] __attribute__((aligned(16)));

/*
 * Makes the next instruction 15 bytes long, of which eight are in one page and seven in the next: the longest that there is
 * to decode, by two walks of the guest's tables.
 */
#define ACROSS_PAGES(opcode_bytes) "jmp 7f\n\t.balign 4096\n\t.skip 4088\n7:\t.fill 15 - " #opcode_bytes ", 1, 0x2e\n\t"

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
WORST(cpuid_across_pages, "xorl %%eax, %%eax\n\txorl %%ecx, %%ecx\n\t", ACROSS_PAGES(2) "cpuid")
WORST(rdmsr, "movl $0xc0000080, %%ecx\n\t", "rdmsr")
WORST(wrmsr_efer, "movl $0xc0000080, %%ecx\n\trdmsr\n\t", "wrmsr")
WORST(wrmsr_across_pages, "movl $0xc0000080, %%ecx\n\trdmsr\n\t", ACROSS_PAGES(2) "wrmsr")
WORST(wrmsr_pat, "movl $0x277, %%ecx\n\trdmsr\n\t", "wrmsr")
WORST(mov_cr0, "movq %%cr0, %%rax\n\txorl $0x10000, %%eax\n\t", "movq %%rax, %%cr0")
WORST(mov_cr0_across_pages, "movq %%cr0, %%rax\n\txorl $0x10000, %%eax\n\t", ACROSS_PAGES(3) "movq %%rax, %%cr0")

/* EM, which no code here minds; and CR0 with a CD that only the partition sees, so that SVM asks the kernel for it. */
WORST(lmsw, "smsw %%eax\n\txorl $4, %%eax\n\t", ACROSS_PAGES(3) "lmsw %%ax")
WORST(mov_from_cr0, "movq %%cr0, %%rax\n\torl $0x40000000, %%eax\n\tmovq %%rax, %%cr0\n\t",
      ACROSS_PAGES(3) "movq %%cr0, %%rax")
WORST(mov_cr4, "movq %%cr4, %%rax\n\txorl $0x80, %%eax\n\t", "movq %%rax, %%cr4")
WORST(mov_from_cr4, "", ACROSS_PAGES(3) "movq %%cr4, %%rax")
WORST(mov_cr8, "xorl %%eax, %%eax\n\t", ACROSS_PAGES(4) "movq %%rax, %%cr8")
WORST(mov_from_cr8, "", "movq %%cr8, %%rax")
WORST(in_absent_port, "movl $0x4f0, %%edx\n\t", "inl %%dx, %%eax")
WORST(wbinvd, "", "wbinvd")
WORST(invd_across_pages, "", ACROSS_PAGES(2) "invd")
WORST(xsetbv, "xorl %%ecx, %%ecx\n\txorl %%edx, %%edx\n\tmovl $3, %%eax\n\t", "xsetbv")

/* Hypercalls, by either vendor's instruction; those that give something in RSI, or take another RDI, put both back. */
#define WORST_CALL(NAME, NUMBER, PREPARE, BEFORE, BEHIND)                                                              \
    WORST(vmcall_##NAME, PREPARE "movl $" #NUMBER ", %%eax\n\t", BEFORE "vmcall" BEHIND)                               \
    WORST(vmmcall_##NAME, PREPARE "movl $" #NUMBER ", %%eax\n\t", BEFORE "vmmcall" BEHIND)
#define OTHER_SCHEDULE "movq %%rdi, %%rbx\n\tmovl $2, %%edi\n\t"
#define PUT_BACK "\n\tmovq %%rbx, %%rdi\n\tmovl $256, %%esi"

WORST_CALL(text, 2, "", ACROSS_PAGES(3), "")
WORST_CALL(unknown, 99, "", "", "")
WORST_CALL(set_schedule, 4, OTHER_SCHEDULE, "", PUT_BACK)
WORST_CALL(schedule_status, 5, OTHER_SCHEDULE, "", PUT_BACK)

WORST_CALL(window_vector, 6, "movq %%rdi, %%rbx\n\txorl %%edi, %%edi\n\t", "", PUT_BACK)

/* A mode that it has, its own status, an event with a message, its own log. */
WORST_CALL(set_mode, 7, "movq %%rdi, %%rbx\n\tmovl $3, %%edi\n\txorl %%esi, %%esi\n\t", "", PUT_BACK)
WORST_CALL(mode_status, 8, "movq %%rdi, %%rbx\n\tmovl $1, %%edi\n\t", "", PUT_BACK)
WORST_CALL(raise, 9, "movq %%rdi, %%rbx\n\tmovq %%rdi, %%rsi\n\tmovl $10, %%edi\n\t", "", PUT_BACK)
WORST_CALL(kick, 10, "movq %%rdi, %%rbx\n\t", "", PUT_BACK)
WORST_CALL(read_log, 11, "movq %%rdi, %%rbx\n\tmovq %%rdi, %%rsi\n\tmovl $0x10001, %%edi\n\t", "", PUT_BACK)
WORST_CALL(acknowledge, 12, "movq %%rdi, %%rbx\n\tmovl $0x10001, %%edi\n\t", "", PUT_BACK)
WORST_CALL(read_crash, 13, "movq %%rdi, %%rbx\n\tmovq %%rdi, %%rsi\n\txorl %%edi, %%edi\n\t", "", PUT_BACK)
WORST_CALL(acknowledge_crash, 14, "movq %%rdi, %%rbx\n\txorl %%edi, %%edi\n\t", "", PUT_BACK)

/* An interrupt of one's own that waits for STI, behind the end of the last one. SDM 3A, "SELF IPI Register". */
WORST(interrupt_window,
      "xorl %%edx, %%edx\n\txorl %%eax, %%eax\n\tmovl $0x80b, %%ecx\n\twrmsr\n\tcli\n\tmovl $32, %%eax\n\t"
      "movl $0x83f, %%ecx\n\twrmsr\n\t",
      "sti\n\tnop\n\tnop")

/* These raise an exception. The PAT's last entry is the bad one; #DB comes behind NOP. */
WORST(rdmsr_denied, "movl $0x2000, %%ecx\n\t", "rdmsr")
WORST(wrmsr_pat_bad, "xorl %%eax, %%eax\n\tmovl $0x277, %%ecx\n\tmovl $0x08000000, %%edx\n\t", "wrmsr")
WORST(rdpmc, "xorl %%ecx, %%ecx\n\t", "rdpmc")
WORST(xsetbv_bad, "xorl %%ecx, %%ecx\n\txorl %%edx, %%edx\n\tmovl $2, %%eax\n\t", "xsetbv")
WORST(vmptrst, "", "vmptrst (%%rsi)")
WORST(vmrun, "", "vmrun")
WORST(monitor, "movq %%rdi, %%rax\n\txorl %%ecx, %%ecx\n\txorl %%edx, %%edx\n\t", "monitor")
WORST(single_step, "", "pushfq\n\torq $0x100, (%%rsp)\n\tpopfq\n\tnop")

/* From CPL 3, where alignment is checked; where it is not, UD2 comes back. */
WORST(alignment, "",
      "pushq $0x1b\n\tpushq %%r12\n\tpushfq\n\torq $0x40000, (%%rsp)\n\tpushq $0x23\n\tleaq 8f(%%rip), %%rax\n\t"
      "pushq %%rax\n\tiretq\n8:\tmovl 1(%%rdi), %%eax\n\tud2")

/* The same in code of 32 bits under PAE paging. */
static volatile uint32_t longest_protected __attribute__((used));

#define WORST_PROTECTED(NAME, PREPARE, REQUEST)                                                                        \
    extern const char protected_##NAME[];                                                                             \
    __asm__(".text\n\t.code32\nprotected_" #NAME ":\n\tmovl $0, longest_protected\n\tmovl $16, %ecx\n"                 \
            "1:\t" PREPARE "rdtsc\n\tmovl %eax, %edi\n\t" REQUEST "\n\trdtsc\n\tsubl %edi, %eax\n\t"                    \
            "cmpl longest_protected, %eax\n\tjbe 2f\n\tmovl %eax, longest_protected\n"                                \
            "2:\tdecl %ecx\n\tjnz 1b\n\tret\n\t.code64")

/* CD and PGE are bits whose change loads the four pointers again. SDM 3A, "PDPTE Registers". */
WORST_PROTECTED(nothing, "", "");
WORST_PROTECTED(cr0, "movl %cr0, %ebx\n\txorl $0x40000000, %ebx\n\t", ACROSS_PAGES(3) "movl %ebx, %cr0");
WORST_PROTECTED(cr4, "movl %cr4, %ebx\n\txorl $0x80, %ebx\n\t", ACROSS_PAGES(3) "movl %ebx, %cr4");

static uint64_t pointers[4] __attribute__((aligned(32)));
static uint64_t directory[TABLE_ENTRIES] __attribute__((aligned(4096)));
static uint64_t table[TABLE_ENTRIES] __attribute__((aligned(4096)));

static uint64_t worst_protected(const char *code)
{
    run_protected(code, CR0_PE | CR0_ET | CR0_NE | CR0_PG, pointers, CR4_PAE | CR4_OSFXSR);
    return longest_protected;
}

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

/* The 2 MiB that the partition lies in, by pages of 4 KiB. */
static void measure_protected(void)
{
    uint64_t base = (uint64_t)table >> TABLE_SHIFT << TABLE_SHIFT;
    for (uint64_t i = 0; i < TABLE_ENTRIES; i++) {
        table[i] = (base + (i << PAGE_SHIFT)) | PAGE_PRESENT | PAGE_WRITABLE;
    }

    directory[base >> TABLE_SHIFT] = (uint64_t)table | PAGE_PRESENT | PAGE_WRITABLE;
    pointers[0] = (uint64_t)directory | PAGE_PRESENT;
    nothing = worst_protected(protected_nothing);
    uint64_t cr0 = worst_protected(protected_cr0);
    uint64_t cr4 = worst_protected(protected_cr4);
    say("mov_cr0_pae", cr0);
    say("mov_cr4_pae", cr4);
}

static void measure_exceptions(bool is_vmcall)
{
    say_exceptions("rdmsr_denied", worst_rdmsr_denied);
    say_exceptions("wrmsr_pat_bad", worst_wrmsr_pat_bad);
    say_exceptions("rdpmc", worst_rdpmc);
    say_exceptions("xsetbv_bad", worst_xsetbv_bad);
    say_exceptions("virtualization", is_vmcall ? worst_vmptrst : worst_vmrun);
    say_exceptions("monitor", worst_monitor);
    say_exceptions("single_step", worst_single_step);
    mhv_write_msr(0x80f, 0x1ff);
    say_exceptions("interrupt_window", worst_interrupt_window);
    open_to_users();
    __asm__ volatile("movq %%cr0, %%rax\n\torq %0, %%rax\n\tmovq %%rax, %%cr0" : : "i"(CR0_AM) : "rax");
    say_exceptions("alignment", worst_alignment);
}

static void open_extended_state(void)
{
    uint64_t cr4;
    __asm__ volatile("movq %%cr4, %0\n\torq %1, %0\n\tmovq %0, %%cr4" : "=&r"(cr4) : "i"(CR4_OSXSAVE));
}

void measure_requests(void)
{
    bool is_vmcall = mhv_information()->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMCALL;
    for (unsigned i = 0; i < TEXT_BYTES; i++) {
        text[i] = i % 64 == 63 ? '\n' : '.';
    }

    nothing = worst_nothing();
    uint64_t console = is_vmcall ? worst_vmcall_text() : worst_vmmcall_text();
    mhv_sleep_ns(400000000);
    say("console_write", console);
    say("hypercall_unknown", is_vmcall ? worst_vmcall_unknown() : worst_vmmcall_unknown());
    say("set_schedule", is_vmcall ? worst_vmcall_set_schedule() : worst_vmmcall_set_schedule());
    say("schedule_status", is_vmcall ? worst_vmcall_schedule_status() : worst_vmmcall_schedule_status());
    say("window_vector", is_vmcall ? worst_vmcall_window_vector() : worst_vmmcall_window_vector());
    say("set_mode", is_vmcall ? worst_vmcall_set_mode() : worst_vmmcall_set_mode());
    say("mode_status", is_vmcall ? worst_vmcall_mode_status() : worst_vmmcall_mode_status());
    say("raise", is_vmcall ? worst_vmcall_raise() : worst_vmmcall_raise());
    say("kick", is_vmcall ? worst_vmcall_kick() : worst_vmmcall_kick());
    say("read_log", is_vmcall ? worst_vmcall_read_log() : worst_vmmcall_read_log());
    say("acknowledge", is_vmcall ? worst_vmcall_acknowledge() : worst_vmmcall_acknowledge());
    say("read_crash", is_vmcall ? worst_vmcall_read_crash() : worst_vmmcall_read_crash());
    say("acknowledge_crash", is_vmcall ? worst_vmcall_acknowledge_crash() : worst_vmmcall_acknowledge_crash());
    say("cpuid", worst_cpuid());
    say("cpuid_extended_state", worst_cpuid_extended_state());
    say("cpuid_across_pages", worst_cpuid_across_pages());
    say("rdmsr", worst_rdmsr());
    say("wrmsr_efer", worst_wrmsr_efer());
    say("wrmsr_across_pages", worst_wrmsr_across_pages());
    say("wrmsr_pat", worst_wrmsr_pat());
    say("mov_cr0", worst_mov_cr0());
    say("mov_cr0_across_pages", worst_mov_cr0_across_pages());
    say("mov_from_cr0", worst_mov_from_cr0());
    say("lmsw", worst_lmsw());
    say("mov_cr4", worst_mov_cr4());
    say("mov_from_cr4", worst_mov_from_cr4());
    say("mov_cr8", worst_mov_cr8());
    say("mov_from_cr8", worst_mov_from_cr8());
    say("in_absent_port", worst_in_absent_port());
    say("wbinvd", worst_wbinvd());
    say("invd_across_pages", worst_invd_across_pages());
    open_extended_state();
    say("xsetbv", worst_xsetbv());
    open_processor();
    measure_exceptions(is_vmcall);
    measure_protected();
}
