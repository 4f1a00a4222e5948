/* Cases outside IA-32e mode: one instruction each. The way there and back exits more often than the instruction. */
#include "fuzz.h"

struct legacy_case {
    uint32_t efer, unpaged_cr0, cr0, cr4, cr3, is_real;
    uint32_t gs, fs, es, ds;
    uint32_t edi, esi, ebp, unused, ebx, edx, ecx, eax;
    uint32_t eip, cs, eflags, esp, ss;
    uint32_t virtual_es, virtual_ds, virtual_fs, virtual_gs;
};

/* What real mode's part of the way has at its end. */
struct real_registers {
    uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
    uint32_t ip, cs, flags;
};

enum { REAL_BLOB = 0x21000, REAL_BLOB_SEGMENT = 0x2000, REAL_VECTORS = 0x22000, VECTORS_OF_REAL_MODE = 256, STUB_SIZE = 16, CODE_SIZE = 32 };

extern const uint8_t real_blob[], real_blob_end[], real_registers[], real_vector[], real_stubs[];
extern uint64_t base_cr0, base_cr4, base_efer;
extern uint8_t legacy_vector;
extern struct __attribute__((packed)) {
    uint16_t limit;
    uint64_t base;
} legacy_idtr, real_idtr;
void enter_legacy(const struct legacy_case *how, const void *idtr);

static struct legacy_case entered;

static uint8_t *code_of(enum mode mode)
{
    int is_low = mode == MODE_REAL || mode == MODE_VIRTUAL_8086;
    return is_low ? (uint8_t *)(LOW_BASE + LOW_CODE) : arena.code;
}

/* At CPL 0 an exception pushes onto the case's own stack, so that only instructions run there that leave it alone. */
static void write_code(enum mode mode, unsigned privilege_level)
{
    enum { INT3 = 0xcc };
    uint8_t *code = code_of(mode);
    for (unsigned i = 0; i < CODE_SIZE; i++) {
        code[i] = INT3;
    }

    if (mode == MODE_REAL ? one_in(2) : privilege_level == 0) {
        (void)write_exiting(code);
    } else {
        (void)write_stream(code, CODE_SIZE);
    }
}

static uint32_t control_register_4(enum mode mode)
{
    switch (mode) {
    case MODE_PAE:
        return (uint32_t)base_cr4 | CR4_PAE;
    case MODE_PAGED_32:
    case MODE_VIRTUAL_8086:
        return ((uint32_t)base_cr4 & ~(uint32_t)CR4_PAE) | (one_in(2) ? CR4_PSE : 0);
    default:
        return (uint32_t)base_cr4 & ~(uint32_t)CR4_PAE;
    }
}

static void prepare_modes(enum mode mode)
{
    int is_paged = mode == MODE_PAGED_32 || mode == MODE_PAE || mode == MODE_VIRTUAL_8086;
    entered.efer = (uint32_t)base_efer & ~(uint32_t)EFER_LME;
    entered.unpaged_cr0 = (uint32_t)base_cr0 & ~(uint32_t)CR0_PG;
    entered.cr0 = entered.unpaged_cr0 | (is_paged ? (uint32_t)CR0_PG : 0);
    entered.cr4 = control_register_4(mode);
    entered.cr3 = mode == MODE_PAE ? pae_root : paged_32_root;
    entered.is_real = mode == MODE_REAL;
}

static void prepare_registers(enum mode mode, unsigned privilege_level, int is_stepped)
{
    uint32_t *values = &entered.edi;
    for (unsigned i = 0; i < 8; i++) {
        values[i] = (uint32_t)interesting_value();
    }

    entered.ecx = one_in(2) ? interesting_msr() : entered.ecx;
    int is_user = privilege_level != 0;
    uint32_t data = is_user ? USER_DATA : KERNEL_DATA;
    entered.ds = entered.es = entered.fs = entered.gs = data;
    entered.ss = data;
    entered.cs = is_user ? USER_CODE32 : KERNEL_CODE32;
    entered.eip = (uint32_t)(uint64_t)arena.code;
    entered.esp = (uint32_t)(uint64_t)&arena.stack[sizeof arena.stack / 2];
    entered.eflags = ((uint32_t)random_number() & 0x3cd5) | FLAG_FIXED | FLAG_IF | (is_stepped ? FLAG_TF : 0);
    if (mode == MODE_VIRTUAL_8086) {
        entered.eflags |= FLAG_VM;
        entered.cs = entered.ss = LOW_SEGMENT;
        entered.virtual_es = entered.virtual_ds = entered.virtual_fs = entered.virtual_gs = LOW_SEGMENT;
        entered.eip = LOW_CODE;
        entered.esp = LOW_STACK;
    }
}

/* Anew for each case: no case may reach it, and one may have. */
static void prepare_real(void)
{
    uint8_t *blob = (uint8_t *)REAL_BLOB;
    for (const uint8_t *from = real_blob; from < real_blob_end; from++) {
        *blob++ = *from;
    }

    uint32_t *vectors = (uint32_t *)REAL_VECTORS;
    for (unsigned i = 0; i < VECTORS_OF_REAL_MODE; i++) {
        unsigned stub = i < VECTOR_COUNT ? i : VECTOR_COUNT - 1;
        uint32_t offset = REAL_BLOB - 16 * REAL_BLOB_SEGMENT + (uint32_t)(real_stubs - real_blob) + stub * STUB_SIZE;
        vectors[i] = (uint32_t)REAL_BLOB_SEGMENT << 16 | offset;
    }

    real_idtr.limit = 4 * VECTORS_OF_REAL_MODE - 1;
    real_idtr.base = REAL_VECTORS;
    *(struct real_registers *)(REAL_BLOB + (real_registers - real_blob)) = (struct real_registers){
        .edi = entered.edi, .esi = entered.esi, .ebp = entered.ebp, .esp = LOW_STACK, .ebx = entered.ebx, .edx = entered.edx,
        .ecx = entered.ecx, .eax = entered.eax, .ip = LOW_CODE, .cs = LOW_SEGMENT, .flags = entered.eflags,
    };
}

/* The writes of CR0, CR4 and EFER on the way, in the modes that take the fewest. */
static void count_way(enum mode mode)
{
    int is_longer = mode != MODE_PROTECTED;
    exits[REASON_CONTROL_REGISTER] += is_longer ? 6 : 4;
    exits[REASON_MSR] += 2;
}

void run_legacy(enum mode mode, unsigned privilege_level, unsigned how)
{
    write_code(mode, privilege_level);
    if ((how & RUN_WILD) != 0) {
        remove_hazards(code_of(mode), CODE_SIZE);
    }

    prepare_modes(mode);
    prepare_registers(mode, privilege_level, (how & RUN_STEPPED) != 0);
    struct circumstances now = {
        .mode = mode,
        .privilege_level = privilege_level,
        .rflags = entered.eflags,
        .rax = entered.eax,
        .rcx = entered.ecx,
    };
    if ((how & RUN_WILD) == 0 && !is_tame(code_of(mode), &now)) {
        return;
    }

    enum reason expected = reason_of(code_of(mode), &now);
    if (mode == MODE_REAL) {
        prepare_real();
    }

    enter_legacy(&entered, mode == MODE_REAL ? (const void *)&real_idtr : (const void *)&legacy_idtr);
    unsigned vector = mode == MODE_REAL ? *(uint8_t *)(REAL_BLOB + (real_vector - real_blob)) : legacy_vector;
    count_way(mode);
    exits[expected != REASON_NONE ? expected : vector == VECTOR_DB ? REASON_DEBUG : REASON_NONE]++;
}
