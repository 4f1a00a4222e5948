/* Cases of IA-32e mode: every instruction is a step, and every step comes back here. */
#include "fuzz.h"

extern uint64_t case_dr7;
void enter_long(struct frame *frame);
int on_trap(struct frame *frame);

static struct long_case running;
static unsigned steps;
static int is_in_case;
int may_break;
static enum reason expected;

/* Where a case's next instruction stands, as far as the guest can read it; null if it has left its code. */
static const uint8_t *next_instruction(const struct frame *frame)
{
    uint64_t offset = frame->rip;
    switch (frame->cs & ~3ull) {
    case KERNEL_CODE16:
    case USER_CODE16 & ~3:
        offset &= 0xffff;
        break;
    case KERNEL_CODE32:
    case USER_CODE32 & ~3:
        offset = (uint32_t)offset - (uint64_t)arena.code;
        break;
    case KERNEL_CODE64:
    case USER_CODE64 & ~3:
        offset -= running.in_window ? WINDOW : (uint64_t)arena.code;
        break;
    default:
        return 0;
    }

    enum { LONGEST = 16 };
    return offset <= sizeof arena.code - LONGEST ? arena.code + offset : 0;
}

static enum mode mode_of(uint64_t selector)
{
    switch (selector & ~3ull) {
    case KERNEL_CODE16:
    case USER_CODE16 & ~3:
        return MODE_COMPATIBILITY_16;
    case KERNEL_CODE32:
    case USER_CODE32 & ~3:
        return MODE_COMPATIBILITY_32;
    default:
        return MODE_LONG;
    }
}

/* Looks at what would run next and remembers why it exits. */
static int may_run(const struct frame *frame)
{
    const uint8_t *code = next_instruction(frame);
    struct circumstances now = {
        .mode = mode_of(frame->cs),
        .privilege_level = (unsigned)frame->cs & 3,
        .rflags = frame->rflags,
        .rax = frame->rax,
        .rcx = frame->rcx,
    };
    if (code == 0 || (!running.is_wild && !is_tame(code, &now))) {
        return 0;
    }

    expected = reason_of(code, &now);
    return 1;
}

int on_trap(struct frame *frame)
{
    /* A wild case has destroyed what an end of this one would go back to. */
    if (!is_in_case) {
        mhv_end(0);
    }

    if (expected != REASON_NONE) {
        exits[expected]++;
    } else if (frame->vector == VECTOR_DB) {
        exits[REASON_DEBUG]++;
    }

    expected = REASON_NONE;
    steps++;
    is_in_case = frame->vector == VECTOR_DB && steps < running.max_steps && !running.in_window && may_run(frame);
    return is_in_case;
}

static uint64_t code_selector(enum mode mode, unsigned privilege_level)
{
    static const uint16_t selectors[][2] = {
        { KERNEL_CODE64, USER_CODE64 },
        { KERNEL_CODE32, USER_CODE32 },
        { KERNEL_CODE16, USER_CODE16 },
    };
    return selectors[mode][privilege_level != 0];
}

/* Where a case begins, or goes on after an exception: anywhere, and so in the middle of an instruction too. */
static uint64_t random_place(const struct long_case *how)
{
    uint64_t start = how->mode == MODE_COMPATIBILITY_16 ? 0 : how->in_window ? WINDOW : (uint64_t)arena.code;
    return start + random_below(STREAM_SIZE);
}

static uint64_t flags_of(const struct long_case *how)
{
    const uint64_t ends_case = FLAG_VM | 1ull << 14;
    uint64_t flags = (random_number() & 0x3f7fd5 & ~ends_case) | FLAG_FIXED | FLAG_IF;
    return how->is_stepped ? flags | FLAG_TF : flags & ~FLAG_TF;
}

/* Breakpoints of a case lie in its arena. */
static void set_breakpoints(void)
{
    uint64_t places[4];
    for (unsigned i = 0; i < 4; i++) {
        places[i] = (uint64_t)&arena + random_below(sizeof arena);
    }

    __asm__ volatile("mov %0, %%dr0\n\tmov %1, %%dr1\n\tmov %2, %%dr2\n\tmov %3, %%dr3"
                     : : "r"(places[0]), "r"(places[1]), "r"(places[2]), "r"(places[3]));
    uint64_t chosen = one_in(4) ? DR7_FIXED | (random_number() & 0xffff23ff) : DR7_FIXED;
    case_dr7 = may_break ? chosen : DR7_FIXED;
}

static void prepare(struct frame *frame, const struct long_case *how)
{
    uint64_t *values = &frame->r15;
    for (unsigned i = 0; i < 15; i++) {
        values[i] = interesting_value();
    }

    if (one_in(2)) {
        frame->rcx = interesting_msr();
    }

    frame->rip = random_place(how);
    frame->cs = code_selector(how->mode, how->privilege_level);
    frame->rflags = flags_of(how);
    frame->rsp = one_in(4) ? interesting_value() : (uint64_t)&arena.stack[random_below(sizeof arena.stack)];
    frame->ss = how->privilege_level == 0 ? KERNEL_DATA : USER_DATA;
}

void run_long(const struct long_case *how)
{
    struct frame *frame = (struct frame *)&trap_stack[TRAP_STACK_SIZE - sizeof(struct frame)];
    set_breakpoints();
    running = *how;
    expected = REASON_NONE;
    steps = 0;
    for (unsigned i = 0; i < how->max_steps && steps < how->max_steps; i++) {
        prepare(frame, how);
        if (may_run(frame)) {
            is_in_case = 1;
            enter_long(frame);
        }
    }
}
