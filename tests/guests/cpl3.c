/* At CPL 3 a partition's program has no hypercalls and no privileged instructions. */
#include "guests.h"

#define CR0_AM (1ull << 18)

static char code[4096] __attribute__((aligned(4096)));
static char stack[4096] __attribute__((aligned(4096)));

static void run(const unsigned char *bytes, size_t size_bytes)
{
    for (size_t i = 0; i < size_bytes; i++) {
        code[i] = (char)bytes[i];
    }

    run_at_cpl3(code, &stack[sizeof stack]);
}

static void open_user_pages(void)
{
    const uint64_t user = PAGE_PRESENT | PAGE_WRITABLE | PAGE_USER;
    map_page((uint64_t)code, user);
    map_page((uint64_t)stack, user);
}

GUEST(cpl3)
{
    static const unsigned char vmcall[] = { 0x0f, 0x01, 0xc1 };
    static const unsigned char vmmcall[] = { 0x0f, 0x01, 0xd9 };
    static const unsigned char hlt[] = { 0xf4 };
    static const unsigned char ud2[] = { 0x0f, 0x0b };
    open_user_pages();
    run(ud2, sizeof ud2);
    expect_trap(VECTOR_UD, 0, "UD2 at CPL 3");
    EXPECT(trap_address == (uint64_t)code, "CPL 3 was never reached");
    run(vmcall, sizeof vmcall);
    expect_trap(VECTOR_UD, 0, "VMCALL at CPL 3");
    run(vmmcall, sizeof vmmcall);
    expect_trap(VECTOR_UD, 0, "VMMCALL at CPL 3");
    run(hlt, sizeof hlt);
    expect_trap(VECTOR_GP, 0, "HLT at CPL 3");
}

GUEST(alignment)
{
    static const unsigned char unaligned[] = {
        0x9c, 0x81, 0x0c, 0x24, 0x00, 0x00, 0x04, 0x00, 0x9d,   /* pushf; or dword [rsp], AC; popf */
        0x8b, 0x44, 0x24, 0xf1,                                 /* mov eax, [rsp - 15] */
        0x0f, 0x0b,                                             /* ud2 */
    };
    uint64_t cr0;
    __asm__ volatile("mov %%cr0, %0" : "=r"(cr0));
    __asm__ volatile("mov %0, %%cr0" : : "r"(cr0 | CR0_AM) : "memory");
    open_user_pages();
    run(unaligned, sizeof unaligned);
    expect_trap(VECTOR_AC, 0, "an unaligned access with alignment checks");
}
