/* Instructions that C cannot say. */
#include "kit.h"

struct mhv_cpuid mhv_cpuid(uint32_t leaf, uint32_t subleaf)
{
    struct mhv_cpuid answer;
    __asm__ volatile("cpuid"
                     : "=a"(answer.eax), "=b"(answer.ebx), "=c"(answer.ecx), "=d"(answer.edx)
                     : "a"(leaf), "c"(subleaf));
    return answer;
}

bool mhv_is_microhv(void)
{
    struct mhv_cpuid signature = mhv_cpuid(MHV_HYPERVISOR_LEAF_SIGNATURE, 0);
    return signature.ebx == 0x7263694d && signature.ecx == 0x56486f && signature.edx == 0;
}

uint64_t mhv_read_msr(uint32_t number)
{
    uint32_t low;
    uint32_t high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number) : "memory");
    return (uint64_t)high << 32 | low;
}

void mhv_write_msr(uint32_t number, uint64_t value)
{
    __asm__ volatile("wrmsr" : : "c"(number), "a"((uint32_t)value), "d"((uint32_t)(value >> 32)) : "memory");
}

void mhv_pause(void)
{
    __asm__ volatile("pause");
}

uint8_t mhv_in8(uint16_t port)
{
    uint8_t value;
    __asm__ volatile("inb %w1, %b0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

uint16_t mhv_in16(uint16_t port)
{
    uint16_t value;
    __asm__ volatile("inw %w1, %w0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

uint32_t mhv_in32(uint16_t port)
{
    uint32_t value;
    __asm__ volatile("inl %w1, %k0" : "=a"(value) : "Nd"(port) : "memory");
    return value;
}

void mhv_out8(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %b0, %w1" : : "a"(value), "Nd"(port) : "memory");
}

void mhv_out16(uint16_t port, uint16_t value)
{
    __asm__ volatile("outw %w0, %w1" : : "a"(value), "Nd"(port) : "memory");
}

void mhv_out32(uint16_t port, uint32_t value)
{
    __asm__ volatile("outl %k0, %w1" : : "a"(value), "Nd"(port) : "memory");
}
