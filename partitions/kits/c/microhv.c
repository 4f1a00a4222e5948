/* What a guest in C asks of the kernel: hypercalls, the console, and the end. */
#include "kit.h"

static const struct mhv_information_page *information;

void mhv_open_page(const struct mhv_information_page *page)
{
    information = page;
    if (page->magic != MHV_INFORMATION_PAGE_EXPECTED_MAGIC
        || page->layout_version != MHV_INFORMATION_PAGE_EXPECTED_LAYOUT_VERSION
        || page->schedule_count > MHV_INFORMATION_PAGE_MAX_SCHEDULES
        || page->window_count > MHV_INFORMATION_PAGE_MAX_WINDOWS
        || page->region_count > MHV_INFORMATION_PAGE_MAX_REGIONS) {
        mhv_end(MHV_EXIT_CODE_WRONG_PAGE);
    }
}

const struct mhv_information_page *mhv_information(void)
{
    return information;
}

enum mhv_return_code mhv_hypercall2(uint64_t number, uint64_t first, uint64_t second, uint64_t results[2])
{
    return information->hypercall_instruction == MHV_HYPERCALL_INSTRUCTION_VMMCALL
        ? mhv_vmmcall(number, first, second, results)
        : mhv_vmcall(number, first, second, results);
}

enum mhv_return_code mhv_hypercall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result)
{
    uint64_t results[2];
    enum mhv_return_code code = mhv_hypercall2(number, first, second, results);
    *result = results[0];
    return code;
}

void mhv_yield(void)
{
    uint64_t unused;
    (void)mhv_hypercall(MHV_HYPERCALL_YIELD, 0, 0, &unused);
}

void mhv_yield_forever(void)
{
    for (;;) {
        mhv_yield();
    }
}

void mhv_end(uint64_t exit_code)
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
        enum mhv_return_code code = mhv_hypercall(MHV_HYPERCALL_CONSOLE_WRITE, (uint64_t)text, chunk, &taken);
        if (code == MHV_RETURN_CODE_NOT_AVAILABLE) {
            /* Another virtual CPU of the partition writes at this moment. */
            mhv_pause();
            continue;
        }

        if (code != MHV_RETURN_CODE_NO_ERROR) {
            /* A console that refuses our own memory: there is no way left to say so but the exit code. */
            mhv_end(MHV_EXIT_CODE_FAILED);
        }

        text += taken;
        size_bytes -= taken;
        if (taken < chunk) {
            mhv_yield();
        }
    }
}

void mhv_print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    mhv_print_arguments(format, arguments);
    va_end(arguments);
}

static _Noreturn void fail(const char *format, va_list arguments)
{
    mhv_print("failed: ");
    mhv_print_arguments(format, arguments);
    mhv_print("\n");
    mhv_end(MHV_EXIT_CODE_FAILED);
}

void mhv_fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fail(format, arguments);
}

void mhv_check(bool condition, const char *format, ...)
{
    if (!condition) {
        va_list arguments;
        va_start(arguments, format);
        fail(format, arguments);
    }
}
