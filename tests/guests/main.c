/* Finds the behaviour that the partition's arguments name. */
#include "guests.h"

#define GUESTS(each)                                                                                                   \
    each(cpuid) each(msrs) each(canonical_msr) each(control_registers) each(cr0_high_bits) each(exceptions)            \
    each(cr3_reserved_bit) each(cr8_reserved_bit) each(shadow_step)                                                    \
    each(missing_vector) each(single_step) each(hypercalls) each(cpl3) each(alignment) each(invd) each(wbinvd)         \
    each(xsetbv) each(virtualization) each(first_entry) each(state) each(ports) each(halt) each(spin)                  \
    each(spin_uninterruptible) each(exits) each(watch) each(shared_writer) each(shared_reader) each(outside_read)      \
    each(outside_write) each(outside_fetch) each(kernel_read) each(write_read_only) each(execute_data)                 \
    each(port_violation) each(port_string) each(triple_fault) each(real_mode) each(dead) each(reported_failure)            \
    each(past_the_end) each(port_alias) each(granted_msrs) each(ungranted_msrs) each(hidden_features) each(shown_features) each(user_hypercalls)

#define DECLARE(name) GUEST(name);
GUESTS(DECLARE)

static const struct {
    const char *name;
    void (*run)(void);
} guests[] = {
#define ENTRY(name) { #name, guest_##name },
    GUESTS(ENTRY)
};

/* Arguments have hyphens where C has underscores. */
static int is_called(const char *name, const char *argument)
{
    while (*name != '\0' && (*name == *argument || (*name == '_' && *argument == '-'))) {
        name++;
        argument++;
    }

    return *name == *argument;
}

int main(void)
{
    for (size_t i = 0; i < sizeof guests / sizeof guests[0]; i++) {
        if (is_called(guests[i].name, mhv_information()->arguments)) {
            traps_open();
            guests[i].run();
            return 0;
        }
    }

    mhv_fail("there is no guest called '%s'", mhv_information()->arguments);
}
