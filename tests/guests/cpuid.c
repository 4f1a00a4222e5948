/* CPUID hides virtualization and names the hypervisor. */
#include "guests.h"

GUEST(cpuid)
{
    const uint32_t vmx = 1u << 5;
    const uint32_t svm = 1u << 2;
    const uint32_t hypervisor = 1u << 31;
    const uint32_t apic = 1u << 9;
    const uint32_t monitor = 1u << 3;
    struct cpuid features = cpuid(1, 0);
    EXPECT((features.ecx & vmx) == 0, "VMX is visible");
    EXPECT((features.ecx & monitor) == 0, "MONITOR is visible");
    EXPECT((features.ecx & hypervisor) != 0, "the hypervisor bit is clear");
    EXPECT((features.edx & apic) == 0, "an APIC is visible");
    EXPECT((cpuid(0x80000001, 0).ecx & svm) == 0, "SVM is visible");

    struct cpuid signature = cpuid(0x40000000, 0);
    EXPECT(signature.eax == 0x40000001, "the last hypervisor leaf is 0x%x", signature.eax);
    EXPECT(signature.ebx == 0x7263694d && signature.ecx == 0x0056486f && signature.edx == 0,
        "the signature is another");
    EXPECT(cpuid(0x40000001, 0).ebx == mhv_information()->partition_index, "the partition's number is another");

    struct cpuid extended = cpuid(0x8000000a, 0);
    EXPECT(extended.eax == 0 && extended.ebx == 0 && extended.edx == 0, "the SVM leaf is visible");
    struct cpuid unknown = cpuid(0x12345678, 0);
    EXPECT((unknown.eax | unknown.ebx | unknown.ecx | unknown.edx) == 0, "a leaf that does not exist has an answer");
    EXPECT((features.ecx & 1u << 27) == 0, "OSXSAVE is set before CR4.OSXSAVE");
}
