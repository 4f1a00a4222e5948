/* Keeps a boiler at its setpoint: measure, compute, act, and give the rest of the window up. */
#include "microhv.h"

enum { STEPS = 60, STEPS_PER_LINE = 10 };

#define AMBIENT 20.0
#define MAX_HEAT 100.0
#define TOLERANCE 0.5

struct controller {
    double integral;
};

/* A proportional and integral controller; the integral stands still while the output is at a bound. */
static double step_controller(struct controller *controller, double error, double seconds)
{
    double wanted = 2 * error + controller->integral;
    if (wanted < 0) {
        return 0;
    }

    if (wanted > MAX_HEAT) {
        return MAX_HEAT;
    }

    controller->integral += 15 * error * seconds;
    return wanted;
}

/* The plant, which exists in arithmetic only: heat warms it, and it loses warmth to the room. */
static double step_boiler(double temperature, double heat, double seconds)
{
    return temperature + seconds * (8 * heat - 6 * (temperature - AMBIENT));
}

int main(void)
{
    double setpoint = (double)mhv_argument("setpoint", 60);
    double seconds = (double)mhv_schedule()->major_frame_nanoseconds / 1e9;
    double temperature = AMBIENT;
    struct controller controller = { 0 };
    for (int step = 1; step <= STEPS; step++) {
        double heat = step_controller(&controller, setpoint - temperature, seconds);
        temperature = step_boiler(temperature, heat, seconds);
        if (step % STEPS_PER_LINE == 0) {
            mhv_print("step %2d: %5.1f degrees, heat %5.1f %%\n", step, temperature, heat);
        }

        mhv_yield();
    }

    double error = setpoint - temperature;
    mhv_check(error > -TOLERANCE && error < TOLERANCE, "the boiler did not settle");
    mhv_print("settled at %.1f degrees\n", setpoint);
    return 0;
}
