# Leaves long mode for code of 32 bits, and comes back when it returns. SDM 3A, "Initializing IA-32e Mode".
        .intel_syntax noprefix
        .set    KERNEL_CODE, 0x08
        .set    KERNEL_DATA, 0x10
        .set    CODE_32, 0x38
        .set    EFER, 0xc0000080
        .set    PAGING, 0x80000000

        .bss
        .balign 8
# CR0, CR3, CR4 and EFER of long mode, and its stack.
long_cr0:       .skip 8
long_cr3:       .skip 8
long_cr4:       .skip 8
long_efer:      .skip 8
long_rsp:       .skip 8

        .text
# void run_protected(const void *code, uint64_t cr0, const void *root, uint64_t cr4)
        .globl  run_protected
        .balign 16
run_protected:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        pushfq
        cli
        mov     r8d, edx
        mov     r9d, ecx
        mov     rax, cr0
        mov     [rip + long_cr0], rax
        mov     rax, cr3
        mov     [rip + long_cr3], rax
        mov     rax, cr4
        mov     [rip + long_cr4], rax
        mov     ecx, EFER
        rdmsr
        mov     [rip + long_efer], eax
        mov     [rip + long_rsp], rsp
        mov     ebx, edi
        mov     edi, r8d
        mov     ebp, r9d
        push    CODE_32
        lea     rax, [rip + compatible]
        push    rax
        retfq

# EBX: the code; ESI, EDI and EBP: CR0, CR3 and CR4 for it.
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
        xor     eax, eax
        xor     edx, edx
        wrmsr
        mov     cr4, ebp
        mov     cr3, edi
        mov     cr0, esi
        call    ebx
        mov     eax, cr0
        and     eax, ~PAGING
        mov     cr0, eax
        mov     eax, [long_cr4]
        mov     cr4, eax
        mov     eax, [long_cr3]
        mov     cr3, eax
        mov     ecx, EFER
        mov     eax, [long_efer]
        xor     edx, edx
        wrmsr
        mov     eax, [long_cr0]
        mov     cr0, eax
        .byte   0xea                            # JMP KERNEL_CODE:long_again
        .long   long_again
        .word   KERNEL_CODE

        .code64
long_again:
        mov     rsp, [rip + long_rsp]
        popfq
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

        .section .note.GNU-stack, "", @progbits
