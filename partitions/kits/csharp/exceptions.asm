; Entry of exceptions and interrupts, and the attempt: what C# cannot say of them. SysV calling convention.
bits 64
default rel

global gates_load, gates_stubs, exceptions_attempt, exceptions_attempt_failed
extern guest_raise

section .note.GNU-stack noalloc noexec nowrite progbits

section .text

; void gates_load(void* rdi gates, uint esi limit)
align 16
gates_load:
        push    rdi
        shl     rsi, 48
        push    rsi
        lidt    [rsp + 6]
        add     rsp, 16
        ret

; ulong gates_stubs(): the address of stub 0; the others follow, 16 bytes apart
align 16
gates_stubs:
        lea     rax, [stubs]
        ret

; 256 of them. #DF, #TS, #NP, #SS, #GP, #PF, #AC, #CP, #VC and #SX push an error code themselves.
align 16
stubs:
%assign vector 0
%rep 256
        align   16
%if vector < 32 && (0x60227d00 >> vector) & 1
%else
        push    0
%endif
        push    vector
        jmp     raise
%assign vector vector + 1
%endrep

; Completes an ExceptionFrame on the stack, and keeps the SSE registers, which C# uses as it likes.
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
        call    guest_raise             ; void guest_raise(ExceptionFrame* rdi)
        fxrstor64 [rsp]
        lea     rsp, [rbx + 8]          ; CR2 stays as it is
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

; uint exceptions_attempt(void (*rdi action)(void*), void* rsi argument, ulong* rdx attemptStack): 1 if it came back, 0 if it
; raised an exception. Meanwhile *attemptStack says where the stack was left.
align 16
exceptions_attempt:
        push    rbx
        push    rbp
        push    r12
        push    r13
        push    r14
        push    r15
        push    qword [rdx]
        push    rdx
        sub     rsp, 8                  ; RSP is a multiple of 16 before a call
        mov     [rdx], rsp
        mov     rax, rdi
        mov     rdi, rsi
        call    rax
        mov     eax, 1
.end:
        add     rsp, 8
        pop     rdx
        pop     qword [rdx]
        pop     r15
        pop     r14
        pop     r13
        pop     r12
        pop     rbp
        pop     rbx
        ret

; Where a failed attempt goes on, with the stack as it was before the call.
.failed:
        cld
        xor     eax, eax
        jmp     .end

; ulong exceptions_attempt_failed(): where a failed attempt goes on
align 16
exceptions_attempt_failed:
        lea     rax, [exceptions_attempt.failed]
        ret
