/* Cases that nobody tamed: most end the partition, and that is the kernel's right answer. */
#include "fuzz.h"

enum { OUTSIDE = 0x30000000, KERNEL = 0x100000, SPARE_PORT = 0x510 };

static void run_any_stream(int may_run_unstepped)
{
    (void)write_stream(arena.code, sizeof arena.code);
    remove_hazards(arena.code, sizeof arena.code);
    struct long_case how = {
        .mode = (enum mode)random_below(MODE_COMPATIBILITY_16 + 1),
        .privilege_level = one_in(2) ? 0 : 3,
        .max_steps = 64,
        .is_stepped = !may_run_unstepped || one_in(2),
        .is_wild = 1,
    };
    run_long(&how);
}

/* The partition's own tables say yes to everything; the tables that it cannot see say no. */
static void touch(uint64_t address)
{
    uint64_t *level4 = (uint64_t *)long_case_root;
    uint64_t *pointers = (uint64_t *)(level4[0] & 0x000ffffffffff000ull);
    pointers[1] = (address & ~0x3fffffffull) | 0x83;
    uint64_t root;
    __asm__ volatile("mov %%cr3, %0\n\tmov %1, %%cr3" : "=&r"(root) : "r"(long_case_root) : "memory");
    volatile uint8_t *byte = (volatile uint8_t *)(0x40000000ull + (address & 0x3fffffff));
    switch (random_below(3)) {
    case 0:
        (void)*byte;
        break;
    case 1:
        *byte = 1;
        break;
    default:
        ((void (*)(void))(uint64_t)byte)();
        break;
    }

    __asm__ volatile("mov %0, %%cr3" : : "r"(root) : "memory");
}

static void load_table(uint64_t base, uint16_t limit)
{
    struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } table = { limit, base };
    if (one_in(2)) {
        __asm__ volatile("lidt %0\n\tint3" : : "m"(table));
    } else {
        __asm__ volatile("lgdt %0\n\tint3" : : "m"(table));
    }
}

static void use_string_port(void)
{
    const void *from = arena.data;
    void *to = arena.data;
    uint64_t count = random_below(4);
    __asm__ volatile("rep outsb\n\tmov $2, %%ecx\n\trep insw"
                     : "+S"(from), "+D"(to), "+c"(count) : "d"(SPARE_PORT + random_below(16)) : "memory");
}

/* Outside IA-32e mode, where the next instruction of a stream is nobody's either. */
static void leave_long(int may_run_unstepped)
{
    enum mode mode = (enum mode)(MODE_PROTECTED + random_below(MODE_COUNT - MODE_PROTECTED));
    unsigned privilege_level = mode == MODE_REAL ? 0 : mode == MODE_VIRTUAL_8086 || one_in(2) ? 3 : 0;
    run_legacy(mode, privilege_level, may_run_unstepped && one_in(2) ? RUN_WILD : RUN_WILD | RUN_STEPPED);
}

void run_wild(int may_run_unstepped)
{
    enum { DIRECT = 64, LEGACY = 32 };
    uint64_t kind = random_below(DIRECT);
    switch (kind) {
    case 0:
        touch(random_number() & 0x0000000fffffffffull);
        break;
    case 1:
        touch(one_in(2) ? KERNEL : OUTSIDE);
        break;
    case 2:
        touch(0xfee00000ull + random_below(PAGE));
        break;
    case 3:
        load_table(interesting_value(), (uint16_t)random_number());
        break;
    case 4:
        use_string_port();
        break;
    case 5:
        __asm__ volatile("cli\n\thlt\n\tsti");
        break;
    default:
        if (kind < LEGACY) {
            leave_long(may_run_unstepped);
        } else {
            run_any_stream(may_run_unstepped);
        }

        break;
    }
}
