/* What each virtual CPU of a guest in C has for itself, and where the further ones begin. */
#include "kit.h"

#define IA32_GS_BASE 0xc0000101u

/* Of a partition's only virtual CPU, which leaves GS to the guest; NULL if there are several. */
static struct mhv_vcpu *only;

_Static_assert(sizeof(struct mhv_vcpu) <= MHV_VCPU_SIZE && MHV_VCPU_SIZE % 16 == 0, "start.S makes room for it");

void mhv_open(const struct mhv_information_page *page, uint64_t number, struct mhv_vcpu *vcpu)
{
    vcpu->self = vcpu;
    vcpu->number = number;
    vcpu->attempt_stack = 0;
    vcpu->handler = NULL;
    mhv_open_page(page);
    if (page->vcpu_count == 1) {
        only = vcpu;
    } else {
        mhv_write_msr(IA32_GS_BASE, (uint64_t)vcpu);
    }
}

struct mhv_vcpu *mhv_own(void)
{
    struct mhv_vcpu *vcpu = only;
    if (vcpu == NULL) {
        __asm__ volatile("mov %%gs:0, %0" : "=r"(vcpu));
    }

    return vcpu;
}

uint32_t mhv_vcpu(void)
{
    return (uint32_t)mhv_own()->number;
}

__attribute__((weak)) void mhv_vcpu_main(uint32_t vcpu)
{
    (void)vcpu;
}
