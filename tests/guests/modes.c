/* Modes: protected mode without paging, with each kind of it, and the way into long mode and out of it. */
#include "modes.h"

enum { VECTORS = 32, STUB_SIZE = 16, GATE_32 = 0x8e00 };

#define EFER_LME (1ull << 8)
#define EFER_NXE (1ull << 11)
#define PROTECTED (CR0_PE | 1ull << 4 | CR0_NE | CR0_WP)
#define SSE_BITS 0x600ull

struct __attribute__((packed)) pointer {
    uint16_t limit;
    uint64_t base;
};

extern const char mode_stubs[];
extern struct pointer mode_idt_pointer;
void leave_long_mode(const struct mode *mode);

static uint64_t mode_idt[VECTORS];

/* Tables whose first 4 MiB are identity-mapped: the partition lies there. */
static uint32_t directory[1024] __attribute__((aligned(4096)));
static uint32_t small_table[1024] __attribute__((aligned(4096)));
static uint64_t pae_pointers[4] __attribute__((aligned(32)));
static uint64_t pae_directory[512] __attribute__((aligned(4096)));

#define CODE_32(name, instructions)                                                                                    \
    extern const char name[], name##_end[];                                                                            \
    __asm__(".code32\n" #name ":\n\t" instructions "\n" #name "_end:\n\tud2\n\t.code64")

void run_mode(const void *code, uint64_t cr0, const void *root, uint64_t cr4, uint64_t efer)
{
    for (unsigned i = 0; i < VECTORS; i++) {
        uint64_t stub = (uint64_t)&mode_stubs[i * STUB_SIZE];
        mode_idt[i] = (stub & 0xffff) | (uint64_t)KERNEL_CODE_32 << 16 | (uint64_t)GATE_32 << 32 | (stub >> 16) << 48;
    }

    mode_idt_pointer = (struct pointer){ sizeof mode_idt - 1, (uint64_t)mode_idt };
    struct mode mode = {
        .code = (uint32_t)(uint64_t)code,
        .cr0 = (uint32_t)cr0,
        .cr3 = (uint32_t)(uint64_t)root,
        .cr4 = (uint32_t)cr4,
        .efer = (uint32_t)efer,
    };
    trap_count = 0;
    leave_long_mode(&mode);
}

static void expect_end(const char *end, const char *what)
{
    expect_trap(VECTOR_UD, 0, what);
    EXPECT(trap_address == (uint64_t)end, "%s: stopped at 0x%llx, not 0x%llx", what, (unsigned long long)trap_address,
        (unsigned long long)(uint64_t)end);
}

CODE_32(exits_32, "xor %eax, %eax\n\tcpuid\n\tmov $0x277, %ecx\n\trdmsr\n\twrmsr\n\twbinvd\n\tmov %cr0, %eax\n\tmov %eax, %cr0");
CODE_32(fault_32, "mov $0x2000, %ecx\n\trdmsr");
CODE_32(read_32, "mov $0x40000123, %eax\n\tmov (%eax), %eax");
CODE_32(write_32, "mov $0x40000123, %eax\n\tmov %eax, (%eax)");
CODE_32(start_paging, "mov %cr0, %eax\n\tor $0x80000000, %eax\n\tmov %eax, %cr0\n\tnop");
CODE_32(into_long_mode, "mov %cr0, %eax\n\tor $0x80000000, %eax\n\tmov %eax, %cr0\n\txor %eax, %eax\n\tcpuid\n\t"
    "mov %cr0, %eax\n\tand $0x7fffffff, %eax\n\tmov %eax, %cr0");
CODE_32(start_task, "ljmp $0x60, $0");
CODE_32(start_with_16_bit_task, "mov $0x58, %eax\n\tltr %ax\n\tmov %cr0, %eax\n\tor $0x80000000, %eax\n\tmov %eax, %cr0\n\tnop");

/* In compatibility mode instructions exit as in 64-bit mode. SDM 3A, "IA-32e Mode Operation". */
GUEST(compatibility_mode)
{
    run_compatibility(exits_32);
    expect_end(exits_32_end, "compatibility mode");
}

/* Without paging and long mode they do so too. SDM 3A, "Protected-Mode Operation". */
GUEST(protected_mode)
{
    run_mode(exits_32, PROTECTED, 0, SSE_BITS, 0);
    expect_end(exits_32_end, "protected mode");
    run_mode(fault_32, PROTECTED, 0, SSE_BITS, 0);
    expect_trap(VECTOR_GP, 0, "RDMSR of no MSR in protected mode");
}

/* Memory is reached without paging, and what is not the partition's ends it. SDM 3C, "EPT Violations". */
GUEST(protected_mode_outside)
{
    run_mode(read_32, PROTECTED, 0, SSE_BITS, 0);
    mhv_fail("nobody stopped me");
}

/* Pages of 4 MiB with entries of 32 bits. SDM 3A, "32-Bit Paging". */
GUEST(paging_32_bit)
{
    directory[0] = PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    run_mode(exits_32, PROTECTED | CR0_PG, directory, SSE_BITS | CR4_PSE, 0);
    expect_end(exits_32_end, "pages of 4 MiB");
    run_mode(read_32, PROTECTED | CR0_PG, directory, SSE_BITS | CR4_PSE, 0);
    expect_trap(VECTOR_PF, 0, "a read of no page");
    EXPECT(trap_cr2 == 0x40000123, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
}

/* Pages of 4 KiB with entries of 32 bits. SDM 3A, "32-Bit Paging". */
GUEST(paging_32_bit_small)
{
    for (uint32_t i = 0; i < 1024; i++) {
        small_table[i] = i << 12 | PAGE_PRESENT | PAGE_WRITABLE;
    }

    directory[0] = (uint32_t)(uint64_t)small_table | PAGE_PRESENT | PAGE_WRITABLE;
    run_mode(exits_32, PROTECTED | CR0_PG, directory, SSE_BITS, 0);
    expect_end(exits_32_end, "pages of 4 KiB");
    run_mode(write_32, PROTECTED | CR0_PG, directory, SSE_BITS, 0);
    expect_trap(VECTOR_PF, FAULT_WRITE, "a write of no page");
}

static void open_pae(void)
{
    pae_pointers[0] = (uint64_t)pae_directory | PAGE_PRESENT;
    pae_directory[0] = PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
    pae_directory[1] = 0x200000 | PAGE_PRESENT | PAGE_WRITABLE | PAGE_LARGE;
}

/* Entries of 64 bits and four pointers. SDM 3A, "PAE Paging". */
GUEST(paging_pae)
{
    open_pae();
    run_mode(exits_32, PROTECTED | CR0_PG, pae_pointers, SSE_BITS | CR4_PAE, EFER_NXE);
    expect_end(exits_32_end, "PAE paging");
    run_mode(write_32, PROTECTED | CR0_PG, pae_pointers, SSE_BITS | CR4_PAE, EFER_NXE);
    expect_trap(VECTOR_PF, FAULT_WRITE, "a write through a pointer that is not present");
    EXPECT(trap_cr2 == 0x40000123, "CR2 is 0x%llx", (unsigned long long)trap_cr2);
}

/* A pointer with a reserved bit raises #GP(0) where paging begins. SDM 3A, "PDPTE Registers". */
GUEST(paging_pae_reserved_bit)
{
    open_pae();
    run_mode(start_paging, PROTECTED, pae_pointers, SSE_BITS | CR4_PAE, 0);
    expect_end(start_paging_end, "PAE paging");
    pae_pointers[3] = (uint64_t)pae_directory | PAGE_PRESENT | PAGE_WRITABLE;
    run_mode(start_paging, PROTECTED, pae_pointers, SSE_BITS | CR4_PAE, 0);
    expect_trap(VECTOR_GP, 0, "a pointer with a reserved bit");
}

/* Long mode begins with PAE only. SDM 2B, "MOV—Move to/from Control Registers". */
GUEST(long_mode_without_pae)
{
    run_mode(start_paging, PROTECTED, (const void *)read_cr3(), SSE_BITS, EFER_LME);
    expect_trap(VECTOR_GP, 0, "CR0.PG with EFER.LME and without CR4.PAE");
}

/* EFER.LME without CR4.PAE, and exits: the host is the same when they are answered. SDM 3A, "Initializing IA-32e Mode". */
GUEST(exits_before_long_mode)
{
    run_mode(exits_32, PROTECTED, (const void *)read_cr3(), SSE_BITS, EFER_LME);
    expect_end(exits_32_end, "EFER.LME without CR4.PAE");
    run_mode(exits_32, PROTECTED, (const void *)read_cr3(), SSE_BITS | CR4_PAE, EFER_LME);
    expect_end(exits_32_end, "EFER.LME with CR4.PAE");
}

/* Into compatibility mode, an exit there, and out of it again. SDM 3A, "Initializing IA-32e Mode". */
GUEST(long_mode_and_back)
{
    run_mode(into_long_mode, PROTECTED, (const void *)read_cr3(), SSE_BITS | CR4_PAE, EFER_LME);
    expect_end(into_long_mode_end, "long mode and back");
}

/* Long mode does not begin with a TSS of 16 bits. SDM 2B, "MOV—Move to/from Control Registers". */
GUEST(long_mode_with_16_bit_task)
{
    trap_gdt[MODE_TASK_16 / 8] = 0x000081000000002bull | ((uint64_t)directory & 0xffffff) << 16;
    run_mode(start_with_16_bit_task, PROTECTED, (const void *)read_cr3(), SSE_BITS | CR4_PAE, EFER_LME);
    expect_trap(VECTOR_GP, 0, "CR0.PG with a TSS of 16 bits");
}

void switch_task(void)
{
    static uint32_t task[26];
    task[8] = (uint32_t)(uint64_t)start_task_end;
    task[9] = 2;
    task[19] = KERNEL_CODE_32;
    task[18] = task[20] = task[21] = KERNEL_DATA;
    trap_gdt[MODE_TASK_32 / 8] = 0x0000890000000067ull | ((uint64_t)task & 0xffffff) << 16;
    run_mode(start_task, PROTECTED, 0, SSE_BITS, 0);
}

/* A task switch by hardware ends the partition: the kernel does none. SDM 3C, "Other Causes of VM Exits". */
GUEST(task_switch)
{
    switch_task();
    mhv_fail("nobody stopped me");
}

/* In 64-bit mode there is none: #GP with the selector. SDM 3A, "Task Management in 64-bit Mode". */
GUEST(task_switch_in_long_mode)
{
    static const struct __attribute__((packed)) {
        uint32_t offset;
        uint16_t selector;
    } target = { 0, TASK };
    ATTEMPT("ljmp *%0", : : "m"(target) : CLOBBERS);
    expect_trap(VECTOR_GP, TASK, "a far jump to a TSS");
}
