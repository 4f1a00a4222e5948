/* Commits the crime that the meter orders, again and again, while it is this neighbour's turn. */
#include "crimes.h"
#include "microhv.h"

enum {
    TIMES = 32,
    STRING_BYTES = 0x1000,
    PAGE = 0x1000,
    PAGES = 256,
    TEXT_BYTES = 256,
};

static uint8_t pages[PAGES * PAGE];
static char text[TEXT_BYTES];

static void write_string(uint16_t port)
{
    const uint8_t *from = pages;
    uint64_t count = STRING_BYTES;
    __asm__ volatile("rep outsb" : "+S"(from), "+c"(count) : "d"(port) : "memory");
}

/* An interrupt that the guest does not take is the kernel's all the same. */
static void spin_uninterruptible(const struct orders *orders, uint32_t crime)
{
    __asm__ volatile("cli" ::: "memory");
    while (orders->crime == crime) {
        mhv_pause();
    }

    __asm__ volatile("sti" ::: "memory");
}

/* Every write of CR3 drops all translations, and every page wants one. */
static void thrash_tables(void)
{
    uint64_t cr3;
    __asm__ volatile("mov %%cr3, %0" : "=r"(cr3));
    for (unsigned i = 0; i < PAGES; i++) {
        pages[i * PAGE]++;
        __asm__ volatile("mov %0, %%cr3" ::"r"(cr3) : "memory");
    }
}

/* CPUID, which exits, behind an instruction that is never what it was: the code of the exit is always new. */
static void change_code(void)
{
    static uint8_t code[] = {
        0x53,                               /* push rbx */
        0xB8, 0x01, 0x00, 0x00, 0x00,       /* mov eax, 1 */
        0x31, 0xC9,                         /* xor ecx, ecx */
        0x0F, 0xA2,                         /* cpuid */
        0x5B,                               /* pop rbx */
        0xC3,                               /* ret */
    };
    ((volatile uint8_t *)code)[2] ^= 1;
    __asm__ volatile("call *%0" ::"r"(code) : "rax", "rcx", "rdx", "memory");
}

static void commit(uint32_t crime, const struct orders *orders, uint16_t port)
{
    for (unsigned i = 0; i < TIMES; i++) {
        switch (crime) {
        case CRIME_EXITS:
            mhv_cpuid(7, 0);
            break;
        case CRIME_STRINGS:
            write_string(port);
            break;
        case CRIME_UNINTERRUPTIBLE:
            spin_uninterruptible(orders, crime);
            return;
        case CRIME_TABLES:
            thrash_tables();
            break;
        case CRIME_HYPERCALLS:
            mhv_write(text, TEXT_BYTES);
            break;
        case CRIME_CODE:
            change_code();
            break;
        case CRIME_RESTARTS:
            (void)mhv_hypercall(MHV_HYPERCALL_SET_PARTITION_MODE, MHV_PARTITION_MODE_COLD_START, 0, 0);
            break;
        default:
            return;
        }
    }
}

int main(void)
{
    const struct orders *orders = mhv_memory("shared", sizeof *orders);
    uint32_t own = mhv_has_argument("near") ? PLACE_NEAR : PLACE_FAR;
    uint16_t port = (uint16_t)mhv_argument("port", 0);
    for (unsigned i = 0; i < TEXT_BYTES; i++) {
        text[i] = '.';
    }

    while (orders->crime != CRIME_COUNT) {
        if (orders->place == own && orders->crime != CRIME_NONE) {
            commit(orders->crime, orders, port);
        } else {
            mhv_yield();
        }
    }

    return 0;
}
