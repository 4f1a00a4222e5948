# Leaves long mode for code of 32 bits, and comes back: when that code returns, or when it raises an exception.
        .intel_syntax noprefix
        .set    KERNEL_CODE, 0x08
        .set    KERNEL_DATA, 0x10
        .set    TASK, 0x30
        .set    KERNEL_CODE_32, 0x40
        .set    EFER, 0xc0000080
        .set    PAGING, 0x80000000
        .set    BUSY, 0x02
        .set    ACCESS, 5                       # where a descriptor has its type

        # struct mode
        .set    MODE_CODE, 0
        .set    MODE_CR0, 4
        .set    MODE_CR3, 8
        .set    MODE_CR4, 12
        .set    MODE_EFER, 16

        .bss
        .balign 8
saved_rsp:      .skip 8
saved_cr0:      .skip 8
saved_cr3:      .skip 8
saved_cr4:      .skip 8
saved_efer:     .skip 8
saved_idt:      .skip 16
        .globl  mode_idt_pointer
mode_idt_pointer:
                .skip 16

        .text
# void leave_long_mode(const struct mode *mode)
        .globl  leave_long_mode
        .balign 16
leave_long_mode:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        pushfq
        cli
        mov     [saved_rsp], rsp
        mov     rax, cr0
        mov     [saved_cr0], rax
        mov     rax, cr3
        mov     [saved_cr3], rax
        mov     rax, cr4
        mov     [saved_cr4], rax
        mov     ecx, EFER
        rdmsr
        mov     [saved_efer], eax
        sidt    [saved_idt]
        push    KERNEL_CODE_32
        push    offset compatible
        retfq

        .code32
compatible:
        mov     eax, KERNEL_DATA
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        mov     eax, cr0
        and     eax, ~PAGING                    # and with it long mode
        mov     cr0, eax
        mov     ecx, EFER
        mov     eax, [edi + MODE_EFER]
        xor     edx, edx
        wrmsr
        mov     eax, [edi + MODE_CR4]
        mov     cr4, eax
        mov     eax, [edi + MODE_CR3]
        mov     cr3, eax
        lidt    [mode_idt_pointer]
        mov     eax, [edi + MODE_CR0]
        mov     cr0, eax
        call    [edi + MODE_CODE]

# Back to 64-bit mode; ESP does not count.
        .globl  mode_back
mode_back:
        mov     esp, [saved_rsp]
        mov     eax, cr0
        and     eax, ~PAGING
        mov     cr0, eax
        mov     eax, [saved_cr4]
        mov     cr4, eax
        mov     eax, [saved_cr3]
        mov     cr3, eax
        mov     ecx, EFER
        mov     eax, [saved_efer]
        xor     edx, edx
        wrmsr
        and     byte ptr [trap_gdt + TASK + ACCESS], ~BUSY
        mov     eax, TASK
        ltr     ax
        mov     eax, [saved_cr0]
        mov     cr0, eax
        .byte   0xea                            # JMP KERNEL_CODE:long_again
        .long   long_again
        .word   KERNEL_CODE

# Stubs for 32 vectors, 16 bytes apart, as in traps.S.
        .globl  mode_stubs
        .balign 16
mode_stubs:
        .set    vector, 0
        .rept   32
        .balign 16
        .if     (0x60227d00 >> vector) & 1
        .else
        push    0
        .endif
        push    vector
        jmp     mode_trap
        .set    vector, vector + 1
        .endr

# The stack: vector, error code, EIP. From CPL 3 and virtual-8086 mode DS comes null.
mode_trap:
        mov     eax, KERNEL_DATA
        mov     ds, eax
        inc     dword ptr [trap_count]
        mov     eax, [esp]
        mov     [trap_vector], eax
        mov     eax, [esp + 4]
        mov     [trap_error], eax
        mov     eax, [esp + 8]
        mov     [trap_address], eax
        mov     eax, cr2
        mov     [trap_cr2], eax
        jmp     mode_back
        .code64

long_again:
        lidt    [saved_idt]
        mov     rsp, [saved_rsp]
        popfq
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

        .section .note.GNU-stack, "", @progbits
