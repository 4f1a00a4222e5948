/* The interrupt descriptor table of a guest in C. */
#include "kit.h"

enum { EXCEPTIONS = 32, VECTORS = 256, STUB_SIZE = 16 };

/* DPL 0, and present but for the first. A trap gate leaves interrupts on, an interrupt gate switches them off. SDM 3A,
   "64-Bit Mode IDT". */
enum gate_type { ABSENT_GATE = 0xe, INTERRUPT_GATE = 0x8e, TRAP_GATE = 0x8f };

struct gate {
    uint16_t offset_low, selector;
    uint8_t stack_table, type;
    uint16_t offset_middle;
    uint32_t offset_high, reserved;
};

struct __attribute__((packed)) table_register {
    uint16_t limit;
    uint64_t base;
};

/* Every virtual CPU that needs it writes the same into it. */
static struct gate idt[VECTORS];

static void set_gate(unsigned vector, enum gate_type type)
{
    uint16_t selector;
    __asm__ volatile("mov %%cs, %0" : "=r"(selector));
    uint64_t stub = (uint64_t)&mhv_stubs[vector * STUB_SIZE];
    idt[vector] = (struct gate){
        .offset_low = (uint16_t)stub,
        .selector = selector,
        .type = (uint8_t)type,
        .offset_middle = (uint16_t)(stub >> 16),
        .offset_high = (uint32_t)(stub >> 32),
    };
}

void mhv_open_idt(void)
{
    for (unsigned i = 0; i < EXCEPTIONS; i++) {
        set_gate(i, TRAP_GATE);
    }

    struct table_register idtr = { sizeof idt - 1, (uint64_t)idt };
    __asm__ volatile("lidt %0" : : "m"(idtr) : "memory");
}

void mhv_set_interrupt_gate(uint8_t vector, bool is_present)
{
    set_gate(vector, is_present ? INTERRUPT_GATE : ABSENT_GATE);
}
