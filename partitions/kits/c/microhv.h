/* The kit of a guest in C: who it is, what time it is, and what it asks of the kernel. */
#ifndef MICROHV_H
#define MICROHV_H

#include "microhv_abi.h"

/* What the guest's author writes. The result is the partition's exit code: 0 is success. */
int main(void);

/* Who the partition is and what time means. */
const struct mhv_information_page *mhv_information(void);

/* Makes any hypercall; a result beyond the return code goes to *result. */
enum mhv_return_code mhv_hypercall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result);

/* Writes text; while the kernel has no room for it, the partition gives up its window. */
void mhv_write(const char *text, size_t size_bytes);

/*
 * Writes formatted text, cut off at 256 bytes: %s text, %d int, %u unsigned, %x hexadecimal, %lld, %llu and %llx the
 * same with 64 bits, %%; a width may stand before the letter, as in %8u.
 */
__attribute__((format(printf, 1, 2))) void mhv_print(const char *format, ...);

/* Gives up the rest of the window; returns when the partition's next window begins. */
void mhv_yield(void);

/* Ends the partition; 0 is success. */
_Noreturn void mhv_report(uint64_t exit_code);

/* Writes what is wrong and ends the partition with exit code 1. */
__attribute__((format(printf, 1, 2))) _Noreturn void mhv_fail(const char *format, ...);

/* The TSC. */
uint64_t mhv_tsc(void);

/* Nanoseconds since the start of major frame 0. */
uint64_t mhv_now_ns(void);

#endif
