/* What the files of the C kit know of each other. Guests include microhv.h. */
#ifndef MICROHV_KIT_H
#define MICROHV_KIT_H

#include <stdarg.h>

#include "microhv.h"

/* Writes formatted text; what mhv_print is made of. */
void mhv_print_arguments(const char *format, va_list arguments);

/* Whether two texts are the same. */
bool mhv_is_same_text(const char *left, const char *right);

/* Called by start.S before main. */
void mhv_open(const struct mhv_information_page *page);

/* Called by exceptions.S with what an exception interrupted. */
void mhv_raise(struct mhv_exception *exception);

/* In start.S and exceptions.S; the comments stand there. */
uint64_t mhv_vmcall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result);
uint64_t mhv_vmmcall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result);
uint64_t mhv_run_attempt(void (*action)(void *argument), void *argument);
extern uint64_t mhv_attempt_stack;
extern const char mhv_attempt_failed[];
extern const char mhv_exception_stubs[];

#endif
