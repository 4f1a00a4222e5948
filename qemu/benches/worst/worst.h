/* What the guests share that measure worst cases: they write lines "worst", a name, and a number of ticks. */
#ifndef WORST_H
#define WORST_H

#include "microhv.h"

/* How often each request is made; the longest time counts. */
enum { TIMES = 16 };

/* Selectors of the GDT that open_processor loads; user selectors with their RPL. */
enum { KERNEL_CODE = 0x08, KERNEL_DATA = 0x10, USER_DATA = 0x1b, USER_CODE = 0x23, TASK = 0x28, CODE_32 = 0x38, TASK_32 = 0x40 };

#define CR0_PE (1ull << 0)
#define CR0_ET (1ull << 4)
#define CR0_NE (1ull << 5)
#define CR0_AM (1ull << 18)
#define CR0_PG (1ull << 31)
#define CR4_PAE (1ull << 5)
#define CR4_OSFXSR (1ull << 9)
#define CR4_OSXSAVE (1ull << 18)

#define PAGE_PRESENT (1ull << 0)
#define PAGE_WRITABLE (1ull << 1)
#define PAGE_USER (1ull << 2)
#define PAGE_LARGE (1ull << 7)

/* Exceptions since open_processor, each of which led behind the request that raised it. */
extern volatile uint64_t exceptions;

/* The GDT, whose TASK_32 is whoever's needs it. */
extern uint64_t gdt[9];

/* Own GDT, TSS and IDT. The gate of each exception leads to R11, with R12 for a stack. */
void open_processor(void);

/* Lets programs at CPL 3 reach everything that the partition has. */
void open_to_users(void);

/* Where the partition's own page tables have their root. */
uint64_t *page_root(void);

/* The table that an entry of another one leads to. */
uint64_t *table_of(uint64_t entry);

/*
 * Leaves long mode, calls the code as code of 32 bits with these control registers, interrupts off and without exceptions, and
 * comes back.
 */
void run_protected(const void *code, uint64_t cr0, const void *root, uint64_t cr4);

/* Measures what a running partition asks for. */
void measure_requests(void);

/* What the partitions of qemu/benches/ends do. */
void end_or_observe(void);

#endif
