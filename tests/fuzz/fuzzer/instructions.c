/* What an instruction would do, as far as the guest must know before it lets it. */
#include "fuzz.h"

enum { MAX_LENGTH = 15, TWO_BYTES = 0x0f00 };

/* The part of an instruction that decides. */
struct instruction {
    unsigned opcode;            /* one byte, or TWO_BYTES and the second; other maps hold nothing that exits */
    unsigned modrm;
    int has_lock, has_address_size, is_repeated;
};

static int is_prefix(uint8_t byte, enum mode mode)
{
    switch (byte) {
    case 0x26: case 0x2e: case 0x36: case 0x3e: case 0x64: case 0x65: case 0x66: case 0x67: case 0xf0: case 0xf2: case 0xf3:
        return 1;
    default:
        return mode == MODE_LONG && (byte & 0xf0) == 0x40;
    }
}

static struct instruction read_instruction(const uint8_t *code, enum mode mode)
{
    struct instruction found = { 0 };
    unsigned at = 0;
    while (at < MAX_LENGTH && is_prefix(code[at], mode)) {
        found.has_lock |= code[at] == 0xf0;
        found.has_address_size |= code[at] == 0x67;
        found.is_repeated |= code[at] == 0xf3;
        at++;
    }

    found.opcode = code[at++];
    if (found.opcode == 0x0f) {
        found.opcode = TWO_BYTES | code[at++];
    }

    found.modrm = code[at];
    return found;
}

static unsigned field(unsigned modrm)
{
    return modrm >> 3 & 7;
}

static int is_register(unsigned modrm)
{
    return modrm >= 0xc0;
}

/* 0F 01 with a register operand. */
static enum reason reason_of_group_7(unsigned modrm, unsigned privilege_level)
{
    switch (modrm) {
    case 0xc1: case 0xd9:
        return REASON_HYPERCALL;
    case 0xc2: case 0xc3: case 0xc4: case 0xc8: case 0xc9: case 0xd4: case 0xd8: case 0xda: case 0xdb: case 0xdc: case 0xdd:
    case 0xde: case 0xdf:
        return privilege_level == 0 ? REASON_VIRTUALIZATION : REASON_NONE;
    case 0xd1:
        return privilege_level == 0 ? REASON_XSETBV : REASON_NONE;
    default:
        return REASON_NONE;
    }
}

static int is_port_instruction(unsigned opcode)
{
    return (opcode >= 0xe4 && opcode <= 0xe7) || (opcode >= 0xec && opcode <= 0xef);
}

static int is_string_port_instruction(unsigned opcode)
{
    return opcode >= 0x6c && opcode <= 0x6f;
}

static int has_io_privilege(const struct circumstances *now)
{
    int is_protected = now->mode != MODE_REAL;
    int is_virtual = now->mode == MODE_VIRTUAL_8086;
    return !is_protected || (!is_virtual && now->privilege_level <= (now->rflags & FLAG_IOPL) >> 12);
}

enum reason reason_of(const uint8_t *code, const struct circumstances *now)
{
    struct instruction found = read_instruction(code, now->mode);
    if (found.opcode == (TWO_BYTES | 0xa2)) {
        return REASON_CPUID;
    }

    if (found.opcode == (TWO_BYTES | 0x01)) {
        return is_register(found.modrm) ? reason_of_group_7(found.modrm, now->privilege_level) : REASON_NONE;
    }

    if (is_port_instruction(found.opcode)) {
        return has_io_privilege(now) ? REASON_PORT : REASON_NONE;
    }

    if (now->privilege_level != 0) {
        return REASON_NONE;
    }

    switch (found.opcode) {
    case 0xf4:
        return REASON_HALT;
    case TWO_BYTES | 0x08: case TWO_BYTES | 0x09:
        return REASON_CACHE;
    case TWO_BYTES | 0x30: case TWO_BYTES | 0x32:
        return REASON_MSR;
    case TWO_BYTES | 0x22:
        return field(found.modrm) == 4 ? REASON_CONTROL_REGISTER : REASON_NONE;
    default:
        return REASON_NONE;
    }
}

/* TCG executes some instructions with LOCK that are #UD, and what exits so is an illegal request. */
static int may_be_locked(unsigned opcode)
{
    return opcode < TWO_BYTES && !is_port_instruction(opcode) && !is_string_port_instruction(opcode) && opcode != 0xf4;
}

/* What loads RFLAGS, goes where the guest has no hold on it, or hides the next step. */
static int loses_hold(const struct instruction *found)
{
    switch (found->opcode) {
    case 0x9d: case 0xcf:                                                   /* POPF, IRET */
    case 0x17: case TWO_BYTES | 0xb2:                                       /* POP SS, LSS */
    case TWO_BYTES | 0x05: case TWO_BYTES | 0x07: case TWO_BYTES | 0x34: case TWO_BYTES | 0x35:
        return 1;
    case 0x8e:
        return field(found->modrm) == 2;                                    /* MOV SS */
    case 0x90:
        return found->is_repeated;                                          /* PAUSE: no step of TCG's */
    case 0xfb:                                                              /* STI: one with the next, on TCG */
    case TWO_BYTES | 0x23:                                                  /* MOV DR */
        return 1;
    default:
        return 0;
    }
}

static int changes_tables(const struct instruction *found)
{
    switch (found->opcode) {
    case TWO_BYTES | 0x00:
        return field(found->modrm) == 3;                                    /* LTR */
    case TWO_BYTES | 0x01:
        return !is_register(found->modrm) && (field(found->modrm) == 2 || field(found->modrm) == 3);
    default:
        return 0;
    }
}

/* At CPL 0. In IA-32e mode the kernel refuses what would end it, from 64-bit code. */
static int is_tame_write_of_control_register(const struct instruction *found, enum mode mode)
{
    unsigned number = field(found->modrm);
    return number != 3 && (mode == MODE_LONG || (number != 0 && number != 4));
}

static int is_tame_hypercall(const struct circumstances *now)
{
    switch ((now->mode <= MODE_COMPATIBILITY_16) ? now->rax : (uint32_t)now->rax) {
    case MHV_HYPERCALL_YIELD:
    case MHV_HYPERCALL_CONSOLE_WRITE:
        return one_in(512);
    case MHV_HYPERCALL_REPORT:
        return 0;
    default:
        return 1;
    }
}

static int is_tame_privileged(const struct instruction *found, const struct circumstances *now)
{
    switch (found->opcode) {
    case 0xf4:
        return (now->rflags & FLAG_IF) != 0 && one_in(2048);
    case TWO_BYTES | 0x22:
        return is_tame_write_of_control_register(found, now->mode);
    case TWO_BYTES | 0x01:
        /* LMSW leads out of real mode; MONITOR touches memory, and without paging not every address is the partition's. */
        return (now->mode != MODE_REAL || field(found->modrm) != 6) && (now->mode != MODE_PROTECTED || found->modrm != 0xc8);
    default:
        return 1;
    }
}

int is_tame(const uint8_t *code, const struct circumstances *now)
{
    struct instruction found = read_instruction(code, now->mode);
    int is_hypercall = found.opcode == (TWO_BYTES | 0x01) && (found.modrm == 0xc1 || found.modrm == 0xd9);
    if (found.has_lock && !may_be_locked(found.opcode)) {
        return 0;
    }

    if (is_string_port_instruction(found.opcode) && has_io_privilege(now)) {
        return 0;
    }

    if (loses_hold(&found) || (is_hypercall && now->privilege_level == 0 && !is_tame_hypercall(now))) {
        return 0;
    }

    if (now->mode == MODE_REAL && (found.has_address_size || found.opcode == 0x8e)) {
        return 0;
    }

    return now->privilege_level != 0 || (!changes_tables(&found) && is_tame_privileged(&found, now));
}
