/* Loops without an end: delivering an exception raises it again, and its handler never begins, until a neighbour ends it. */
#include "modes.h"

enum { FRAMES = 20, VECTORS = 32, TSS_IST1_BYTE = 36, TSS_ESP0 = 1, TSS_SS0 = 2, TSS_DWORDS = 26, STACK_DWORDS = 64 };

/* DR7 that watches eight bytes at DR0 for writes, and one that watches nothing. SDM 3B, "Debug Control Register (DR7)". */
enum { WATCH_WRITES = 0x90401, WATCH_NOTHING = 0x400 };

struct __attribute__((packed)) pointer {
    uint16_t limit;
    uint64_t base;
};

/* What the mailbox holds: tables of gates, and the gates that end the loops. */
struct loops {
    uint64_t gates[VECTORS][2];
    uint64_t end_gate[2];
    uint64_t gates_32[VECTORS];
    uint64_t end_gate_32;
};

static struct loops *mailbox(void)
{
    return mhv_memory("mailbox", sizeof(struct loops));
}

static uint64_t frame(void)
{
    return mhv_now_ns() / mhv_schedule()->major_frame_nanoseconds;
}

/* Waits for some windows, and then lets the loops of others end. docs/architecture.md */
GUEST(end_loops)
{
    struct loops *loops = mailbox();
    for (unsigned i = 0; i < FRAMES; i++) {
        mhv_yield();
    }

    for (unsigned i = 0; i < 2; i++) {
        loops->gates[VECTOR_DB][i] = loops->end_gate[i];
    }

    loops->gates_32[VECTOR_AC] = loops->end_gate_32;
}

static uint64_t end_of_own_stack(void)
{
    uint64_t descriptor = trap_gdt[TASK / 8];
    const char *tss = (const char *)(descriptor >> 16 & 0xffffff);
    uint64_t end;
    __builtin_memcpy(&end, tss + TSS_IST1_BYTE, sizeof end);
    return end;
}

/* #DB on a stack whose top is watched for writes: each delivery raises the next. SDM 3B,
   "Data Memory and I/O Breakpoint Exception Conditions". */
GUEST(debug_loop)
{
    struct loops *loops = mailbox();
    struct pointer idt;
    __asm__ volatile("sidt %0" : "=m"(idt));
    ATTEMPT("int1", : : : CLOBBERS);
    require(trap_vector == VECTOR_DB, "INT1");
    const uint64_t(*own)[2] = (const uint64_t(*)[2])idt.base;
    loops->end_gate[0] = own[VECTOR_DB][0];
    loops->end_gate[1] = own[VECTOR_DB][1];
    set_gate(VECTOR_DB, GATE_INTERRUPT, 1);
    for (unsigned i = 0; i < VECTORS; i++) {
        loops->gates[i][0] = own[i][0];
        loops->gates[i][1] = own[i][1];
    }

    idt.base = (uint64_t)loops->gates;
    __asm__ volatile("lidt %0" : : "m"(idt));
    write_dr0(end_of_own_stack() - sizeof(uint64_t));
    write_dr7(WATCH_WRITES);
    uint64_t start = frame();
    ATTEMPT("int1", : : : CLOBBERS);
    uint64_t looped = frame() - start;
    write_dr7(WATCH_NOTHING);
    EXPECT(looped >= FRAMES / 2, "the loop ended after %llu frames", (unsigned long long)looped);
}

static struct pointer idt_32 __attribute__((used));
static uint32_t task[TSS_DWORDS];
static uint32_t handler_stack[STACK_DWORDS];
static uint32_t user_stack_32[STACK_DWORDS] __attribute__((used));

/* To CPL 3 with RFLAGS.AC and a stack of odd addresses, and a read of it. */
extern const char enter_unaligned[], unaligned_handler[], unaligned_end[];
__asm__(".text\n\t.code32\nenter_unaligned:\n\tmov $0x60, %eax\n\tltr %ax\n\tlidt idt_32\n\tpush $0x1b\n\t"
        "push $user_stack_32 + 129\n\tpush $0x40002\n\tpush $0x4b\n\tpush $1f\n\tiret\n1:\tmov (%esp), %eax\n"
        "unaligned_end:\n\tud2\nunaligned_handler:\n\tud2\n\t.code64");

/* #AC with a handler at CPL 3, whose stack is not aligned: each delivery raises the next. SDM 3A,
   "Interrupt 17—Alignment Check Exception (#AC)". */
GUEST(alignment_loop)
{
    enum { GATE_32 = 0x8e00 };
    extern const char mode_stubs[];
    struct loops *loops = mailbox();
    for (unsigned i = 0; i < VECTORS; i++) {
        uint64_t stub = (uint64_t)&mode_stubs[i * 16];
        loops->gates_32[i] =
            (stub & 0xffff) | (uint64_t)KERNEL_CODE_32 << 16 | (uint64_t)GATE_32 << 32 | (stub >> 16) << 48;
    }

    uint64_t handler = (uint64_t)unaligned_handler;
    loops->end_gate_32 = loops->gates_32[VECTOR_AC];
    loops->gates_32[VECTOR_AC] =
        (handler & 0xffff) | (uint64_t)USER_CODE_32 << 16 | (uint64_t)GATE_32 << 32 | (handler >> 16) << 48;
    idt_32 = (struct pointer){ sizeof loops->gates_32 - 1, (uint64_t)loops->gates_32 };
    task[TSS_ESP0] = (uint32_t)(uint64_t)&handler_stack[STACK_DWORDS];
    task[TSS_SS0] = KERNEL_DATA;
    trap_gdt[MODE_TASK_32 / 8] = (sizeof task - 1) | ((uint64_t)task & 0xffffff) << 16 | 0x89ull << 40;
    uint64_t start = frame();
    run_mode(enter_unaligned, CR0_PE | CR0_NE | CR0_WP | CR0_AM, 0, 0x600, 0);
    uint64_t looped = frame() - start;
    EXPECT(trap_count == 1 && trap_vector == VECTOR_AC, "exception %llu", (unsigned long long)trap_vector);
    EXPECT(looped >= FRAMES / 2, "the loop ended after %llu frames", (unsigned long long)looped);
}
