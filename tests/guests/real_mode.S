# From 64-bit mode to real mode, with the base of CS kept: the partition's memory lies above 1 MiB.
        .intel_syntax noprefix
        .set    SELECTOR, 0x08
        .set    GP_ENTRY, 13 * 4
        .set    HANDLER, 0x12340010             # segment and offset: no memory is there

        .bss
        .balign 16
real_gdt:       .skip 16
real_vectors:   .skip 1024
gdt_pointer:    .skip 10
idt_pointer:    .skip 10

        .text
# void real_mode_read_msr(uint32_t number): never returns
        .globl  real_mode_read_msr
        .balign 16
real_mode_read_msr:
        mov     ecx, edi
        mov     dword ptr [real_vectors + GP_ENTRY], HANDLER
        mov     word ptr [idt_pointer], 1023
        mov     qword ptr [idt_pointer + 2], offset real_vectors
        lidt    [idt_pointer]

        # 16-bit code, present, DPL 0, limit 64 KiB, based where the code below is.
        mov     rax, 0x00009b000000ffff
        mov     edx, offset real_code
        mov     esi, edx
        and     esi, 0xffffff
        shl     rsi, 16
        or      rax, rsi
        mov     [real_gdt + SELECTOR], rax
        mov     word ptr [gdt_pointer], 15
        mov     qword ptr [gdt_pointer + 2], offset real_gdt
        lgdt    [gdt_pointer]
        push    SELECTOR
        push    0
        retfq

        .balign 16
        .code16
real_code:
        mov     eax, cr0
        and     eax, 0x7fffffff                 # paging off, and with it IA-32e mode
        mov     cr0, eax
        and     al, 0xfe                        # protection off
        mov     cr0, eax
        mov     sp, 0xf000                      # where an exception goes is then known for stacks of 16 bits as well
        rdmsr
        ud2
        .code64

        .section .note.GNU-stack, "", @progbits
