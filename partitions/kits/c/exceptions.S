# Entry of exceptions and interrupts, and the attempt: what C cannot say of them.
        .intel_syntax noprefix
        .text
# 256 stubs, 16 bytes apart. #DF, #TS, #NP, #SS, #GP, #PF, #AC, #CP, #VC and #SX push an error code themselves.
        .globl  mhv_stubs
        .balign 16
mhv_stubs:
        .set    vector, 0
        .rept   256
        .balign 16
        .if     vector < 32 && (0x60227d00 >> vector) & 1
        .else
        push    0
        .endif
        push    vector
        jmp     raise
        .set    vector, vector + 1
        .endr

# Completes a struct mhv_exception on the stack, and keeps the SSE registers, which C uses as it likes.
raise:
        push    r15
        push    r14
        push    r13
        push    r12
        push    r11
        push    r10
        push    r9
        push    r8
        push    rbp
        push    rdi
        push    rsi
        push    rdx
        push    rcx
        push    rbx
        push    rax
        mov     rax, cr2
        push    rax
        mov     rdi, rsp
        mov     rbx, rsp
        sub     rsp, 512
        and     rsp, -16
        fxsave64 [rsp]
        cld
        call    mhv_raise               # void mhv_raise(struct mhv_exception *)
        fxrstor64 [rsp]
        lea     rsp, [rbx + 8]          # CR2 stays as it is
        pop     rax
        pop     rbx
        pop     rcx
        pop     rdx
        pop     rsi
        pop     rdi
        pop     rbp
        pop     r8
        pop     r9
        pop     r10
        pop     r11
        pop     r12
        pop     r13
        pop     r14
        pop     r15
        add     rsp, 16
        iretq

# uint64_t mhv_run_attempt(void (*action)(void *), void *argument, uint64_t *attempt_stack): 1 if it came back, 0 if it
# raised an exception. Meanwhile *attempt_stack says where the stack was left.
        .globl  mhv_run_attempt
        .balign 16
mhv_run_attempt:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        push    qword ptr [rdx]
        push    rdx
        sub     rsp, 8                  # RSP is a multiple of 16 before a call
        mov     [rdx], rsp
        mov     rax, rdi
        mov     rdi, rsi
        call    rax
        mov     eax, 1
attempt_end:
        add     rsp, 8
        pop     rdx
        pop     qword ptr [rdx]
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

# Where mhv_raise sends a failed attempt, with the stack as it was before the call.
        .globl  mhv_attempt_failed
mhv_attempt_failed:
        cld
        xor     eax, eax
        jmp     attempt_end

        .section .note.GNU-stack, "", @progbits
