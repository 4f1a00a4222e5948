/* Finds the behaviour that the partition's arguments name. */
#include "guests.h"

/* The linker names both ends of a section whose name C could have. */
extern const struct guest __start_guests[];
extern const struct guest __stop_guests[];

unsigned checks;

/* The first word of the arguments, with hyphens where C has underscores. */
static int is_called(const char *name, const char *argument)
{
    while (*name != '\0' && (*name == *argument || (*name == '_' && *argument == '-'))) {
        name++;
        argument++;
    }

    return *name == '\0' && (*argument == '\0' || *argument == ' ');
}

int main(void)
{
    for (const struct guest *guest = __start_guests; guest != __stop_guests; guest++) {
        if (is_called(guest->name, mhv_information()->arguments)) {
            traps_open();
            guest->run();
            mhv_print("%u checks\n", checks);
            return 0;
        }
    }

    mhv_fail("there is no guest called '%s'", mhv_information()->arguments);
}
