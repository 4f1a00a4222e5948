# Entry of interrupts of a conformance guest.
        .intel_syntax noprefix
        .text

# 224 stubs for vectors 32 to 255, 16 bytes apart.
        .globl  interrupt_stubs
        .balign 16
interrupt_stubs:
        .set    vector, 32
        .rept   224
        .balign 16
        push    vector
        jmp     interrupt_common
        .set    vector, vector + 1
        .endr

# Keeps all that C uses as it likes, the SSE registers too.
interrupt_common:
        push    r11
        push    r10
        push    r9
        push    r8
        push    rdi
        push    rsi
        push    rdx
        push    rcx
        push    rax
        push    rbp
        mov     edi, [rsp + 80]
        mov     rsi, [rsp + 88]
        mov     rdx, [rsp + 96]
        mov     rbp, rsp
        sub     rsp, 512
        and     rsp, -16
        fxsave64 [rsp]
        cld
        call    interrupt_taken         # void interrupt_taken(unsigned, uint64_t, uint64_t)
        fxrstor64 [rsp]
        mov     rsp, rbp
        pop     rbp
        pop     rax
        pop     rcx
        pop     rdx
        pop     rsi
        pop     rdi
        pop     r8
        pop     r9
        pop     r10
        pop     r11
        add     rsp, 8
        iretq

        .section .note.GNU-stack, "", @progbits
