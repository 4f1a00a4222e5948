/*
 * Measures what the end of a partition costs the next one. Each culprit waits until its window is nearly over, writes the
 * TSC into memory that all share, and ends; the kernel's answer, its dump among it, then reaches into the window of the
 * observer, whose own TSC less the culprit's is the time of both the end and the switch. Writes one line for each: "worst",
 * its name, and a number of ticks.
 */
#include "worst.h"

/* Ticks before the end of a window: the kernel needs more than that for any exit, and no timer is early by so many. */
enum { MARGIN = 250, NAME_BYTES = 16, MAX_CULPRITS = 8 };

struct shared {
    volatile uint64_t tsc;
    /* Whose it is: the culprit's arguments. */
    char name[NAME_BYTES];
};

/* Where system.toml puts the region. */
static struct shared *const shared = (struct shared *)0x2000000;

/* Says whose stamp comes next, and at which TSC. */
static uint64_t announce(void)
{
    struct mhv_window window;
    const char *name = mhv_information()->arguments;
    for (unsigned i = 0; i < NAME_BYTES; i++) {
        shared->name[i] = name[i];
    }

    mhv_check(mhv_find_window(mhv_tsc(), &window), "there is no window");
    return window.end_tsc - MARGIN;
}

static void wait_and_stamp(void)
{
    uint64_t tsc = announce();
    while (mhv_tsc() < tsc) {
    }

    shared->tsc = mhv_tsc();
}

/* A window before each culprit's and one after it; the argument says how many there are. */
static void observe(void)
{
    struct {
        uint64_t ticks;
        char name[NAME_BYTES];
    } seen[MAX_CULPRITS];
    uint64_t count = (uint64_t)mhv_argument("culprits", 1);
    mhv_check(count <= MAX_CULPRITS, "too many culprits");
    for (unsigned i = 0; i < count; i++) {
        mhv_yield();
        seen[i].ticks = mhv_tsc() - shared->tsc;
        for (unsigned j = 0; j < NAME_BYTES; j++) {
            seen[i].name[j] = shared->name[j];
        }
    }

    for (unsigned i = 0; i < count; i++) {
        mhv_print("worst end_%s %llu\n", seen[i].name, (unsigned long long)seen[i].ticks);
    }
}

static void use_ungranted_port(void)
{
    wait_and_stamp();
    (void)mhv_in8(0x80);
}

static void use_ungranted_string(void)
{
    uint64_t count = 1;
    const char *text = "";
    wait_and_stamp();
    __asm__ volatile("rep outsb" : "+c"(count), "+S"(text) : "d"(0x80));
}

/* A large page of the partition's own tables that is mapped to where it has no memory. */
static void read_nowhere(void)
{
    enum { NOWHERE = 0x3000000, LARGE_WRITABLE_PRESENT = 0x83, LARGE_PAGE_SHIFT = 21 };
    uint64_t *directory = table_of(table_of(page_root()[0])[0]);
    directory[NOWHERE >> LARGE_PAGE_SHIFT] = NOWHERE | LARGE_WRITABLE_PRESENT;
    wait_and_stamp();
    (void)*(volatile uint8_t *)NOWHERE;
}

/* Without an IDT one exception becomes three. SDM 3A, "Interrupt 8—Double Fault Exception (#DF)". */
static void fault_thrice(void)
{
    static const struct __attribute__((packed)) {
        uint16_t limit;
        uint64_t base;
    } none = { 0, 0 };
    __asm__ volatile("lidt %0" : : "m"(none));
    wait_and_stamp();
    __asm__ volatile("ud2");
}

static void halt_for_ever(void)
{
    wait_and_stamp();
    __asm__ volatile("cli\n\thlt");
}

/*
 * A task switch by hardware, which only code of 32 bits can ask for: it waits and stamps by itself. SDM 3C, "Other Causes of
 * VM Exits".
 */
static uint64_t task_tsc __attribute__((used));
extern const char start_task[];
__asm__(".text\n\t.code32\nstart_task:\n"
        "1:\trdtsc\n\tcmpl task_tsc + 4, %edx\n\tjb 1b\n\tcmpl task_tsc, %eax\n\tjb 1b\n\t"
        "movl %eax, 0x2000000\n\tmovl %edx, 0x2000004\n\tljmp $0x40, $0\n\t.code64");

static void switch_task(void)
{
    static uint32_t task[26];
    open_processor();
    gdt[TASK_32 / 8] = (sizeof task - 1) | ((uint64_t)task & 0xffffff) << 16 | 0x89ull << 40;
    task_tsc = announce();
    run_protected(start_task, CR0_PE | CR0_ET | CR0_NE, 0, CR4_OSFXSR);
}

/* A root of page tables that no processor takes, and no processor but one that does not look raises #GP for. */
static void load_bad_root(void)
{
    wait_and_stamp();
    __asm__ volatile("movq %0, %%cr3" : : "r"(1ull << 62));
}

void end_or_observe(void)
{
    static const struct {
        const char *name;
        void (*run)(void);
    } parts[] = {
        { "observe", observe },
        { "port", use_ungranted_port },
        { "string", use_ungranted_string },
        { "memory", read_nowhere },
        { "triple", fault_thrice },
        { "halt", halt_for_ever },
        { "task", switch_task },
        { "root", load_bad_root },
        { "report", wait_and_stamp },
    };
    for (unsigned i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (mhv_has_argument(parts[i].name)) {
            parts[i].run();
        }
    }
}
