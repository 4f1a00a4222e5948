/* The kit of a guest in C. */
#include <stdarg.h>

#include "microhv.h"

enum { EXIT_FAILED = 1, EXIT_WRONG_PAGE = 2 };

#define NANOSECONDS_PER_SECOND 1000000000ull

uint64_t mhv_vmcall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result);
uint64_t mhv_vmmcall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result);
void mhv_open(const struct mhv_information_page *page);

static const struct mhv_information_page *information;

/* Text on its way to the console. */
struct line {
    char bytes[MHV_HYPERCALL_LIMITS_MAX_CONSOLE_BYTES];
    size_t length;
};

void mhv_open(const struct mhv_information_page *page)
{
    information = page;
    if (page->magic != MHV_INFORMATION_PAGE_EXPECTED_MAGIC
        || page->layout_version != MHV_INFORMATION_PAGE_EXPECTED_LAYOUT_VERSION) {
        mhv_report(EXIT_WRONG_PAGE);
    }
}

const struct mhv_information_page *mhv_information(void)
{
    return information;
}

enum mhv_return_code mhv_hypercall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result)
{
    return information->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL
        ? mhv_vmmcall(number, first, second, result)
        : mhv_vmcall(number, first, second, result);
}

void mhv_yield(void)
{
    uint64_t unused;
    (void)mhv_hypercall(MHV_HYPERCALL_YIELD, 0, 0, &unused);
}

void mhv_report(uint64_t exit_code)
{
    uint64_t unused;
    (void)mhv_hypercall(MHV_HYPERCALL_REPORT, exit_code, 0, &unused);

    /* Not reached. With interrupts off this is an error of the partition, which the kernel shows. */
    for (;;) {
        __asm__ volatile("cli; hlt");
    }
}

void mhv_write(const char *text, size_t size_bytes)
{
    while (size_bytes > 0) {
        uint64_t taken = 0;
        uint64_t chunk = size_bytes < MHV_HYPERCALL_LIMITS_MAX_CONSOLE_BYTES
            ? size_bytes
            : MHV_HYPERCALL_LIMITS_MAX_CONSOLE_BYTES;
        if (mhv_hypercall(MHV_HYPERCALL_CONSOLE_WRITE, (uint64_t)text, chunk, &taken) != MHV_RETURN_CODE_NO_ERROR) {
            mhv_report(EXIT_FAILED);
        }

        text += taken;
        size_bytes -= taken;
        if (taken < chunk) {
            mhv_yield();
        }
    }
}

uint64_t mhv_tsc(void)
{
    uint32_t low;
    uint32_t high;
    __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

uint64_t mhv_now_ns(void)
{
    uint64_t hertz = information->tsc_hertz;
    uint64_t ticks = mhv_tsc() - information->epoch_tsc;
    return ticks / hertz * NANOSECONDS_PER_SECOND + ticks % hertz * NANOSECONDS_PER_SECOND / hertz;
}

static void put(struct line *line, char letter)
{
    if (line->length < sizeof line->bytes) {
        line->bytes[line->length++] = letter;
    }
}

static void put_number(struct line *line, uint64_t value, unsigned radix, int is_negative, unsigned width)
{
    char digits[20];
    unsigned count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % radix];
        value /= radix;
    } while (value != 0);

    for (unsigned used = count + (is_negative ? 1 : 0); used < width; used++) {
        put(line, ' ');
    }

    if (is_negative) {
        put(line, '-');
    }

    while (count > 0) {
        put(line, digits[--count]);
    }
}

static void put_signed(struct line *line, int64_t value, unsigned width)
{
    put_number(line, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 10, value < 0, width);
}

static void put_text(struct line *line, const char *text)
{
    while (*text != '\0') {
        put(line, *text++);
    }
}

static void format_line(struct line *line, const char *format, va_list arguments)
{
    line->length = 0;
    for (; *format != '\0'; format++) {
        if (*format != '%') {
            put(line, *format);
            continue;
        }

        unsigned width = 0;
        for (format++; *format >= '0' && *format <= '9'; format++) {
            width = width * 10 + (unsigned)(*format - '0');
        }

        int is_long = format[0] == 'l' && format[1] == 'l';
        format += is_long ? 2 : 0;
        switch (*format) {
        case 's':
            put_text(line, va_arg(arguments, const char *));
            break;
        case 'd':
            put_signed(line, is_long ? va_arg(arguments, long long) : va_arg(arguments, int), width);
            break;
        case 'u':
        case 'x': {
            uint64_t value = is_long ? va_arg(arguments, unsigned long long) : va_arg(arguments, unsigned);
            put_number(line, value, *format == 'x' ? 16 : 10, 0, width);
            break;
        }
        case '%':
            put(line, '%');
            break;
        default:
            /* A letter that this kit does not know: shown as it is, with its sign. */
            put(line, '%');
            put(line, *format);
            format -= *format == '\0' ? 1 : 0;
            break;
        }
    }
}

void mhv_print(const char *format, ...)
{
    struct line line;
    va_list arguments;
    va_start(arguments, format);
    format_line(&line, format, arguments);
    va_end(arguments);
    mhv_write(line.bytes, line.length);
}

void mhv_fail(const char *format, ...)
{
    struct line line;
    va_list arguments;
    va_start(arguments, format);
    format_line(&line, format, arguments);
    va_end(arguments);
    mhv_print("failed: ");
    mhv_write(line.bytes, line.length);
    mhv_print("\n");
    mhv_report(EXIT_FAILED);
}
