/*
 * Does one wrong after the other, is started again for each, and writes how long it took from there to the first instruction
 * of its next life: "restart", what it was, and a number of ticks. The emulators' TSC counts instructions.
 */
#include "microhv.h"

enum { MAX_LIVES = 16, UNGRANTED_PORT = 0x80 };

/* Where system.toml puts the region. What it knows of its earlier lives, which entry.S adds to. */
struct lives {
    uint64_t begun;
    uint64_t ended;
    uint64_t count;
    uint64_t ticks[MAX_LIVES];
};

static volatile struct lives *const lives = (volatile struct lives *)0x8000000;

static void end(void)
{
    lives->ended = mhv_tsc();
}

/* Its own tables would refuse to write there too, if CR0.WP had them asked. */
static void write_rom(void)
{
    enum { ROM = 0x9000000, CR0_WP = 1 << 16 };
    __asm__ volatile("movq %%cr0, %%rax\n\tandq %0, %%rax\n\tmovq %%rax, %%cr0" : : "i"(~CR0_WP) : "rax");
    end();
    *(volatile uint8_t *)ROM = 0;
}

static void use_port(void)
{
    end();
    (void)mhv_in8(UNGRANTED_PORT);
}

static void fault_thrice(void)
{
    static const struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } none = { 0, 0 };
    __asm__ volatile("lidt %0" : : "m"(none));
    end();
    __asm__ volatile("ud2");
}

static void halt_for_ever(void)
{
    end();
    __asm__ volatile("cli\n\thlt");
}

static void miss_deadline(void)
{
    end();
    (void)mhv_hypercall(MHV_HYPERCALL_RAISE_HEALTH_EVENT, MHV_HEALTH_EVENT_DEADLINE_MISSED, 0, 0);
}

static void raise_error(void)
{
    end();
    (void)mhv_hypercall(MHV_HYPERCALL_RAISE_HEALTH_EVENT, MHV_HEALTH_EVENT_APPLICATION_ERROR, 0, 0);
}

static void ask(void)
{
    end();
    (void)mhv_hypercall(MHV_HYPERCALL_SET_PARTITION_MODE, MHV_PARTITION_MODE_COLD_START, 0, 0);
}

int main(void)
{
    static const struct {
        const char *name;
        void (*commit)(void);
    } wrongs[] = {
        { "memory_violation", write_rom },
        { "port_violation", use_port },
        { "unexpected_trap", fault_thrice },
        { "dead_vcpu", halt_for_ever },
        { "deadline_missed", miss_deadline },
        { "application_error", raise_error },
        { "own_request", ask },
    };
    enum { COUNT = sizeof wrongs / sizeof *wrongs };
    if (mhv_has_argument("witness")) {
        return 0;
    }

    uint64_t life = lives->count;
    if (life != 0) {
        lives->ticks[life - 1] = lives->begun - lives->ended;
    }

    if (life < COUNT) {
        lives->count = life + 1;
        wrongs[life].commit();
    }

    for (unsigned i = 0; i < COUNT; i++) {
        mhv_print("restart %s %llu\n", wrongs[i].name, (unsigned long long)lives->ticks[i]);
    }

    return 0;
}
