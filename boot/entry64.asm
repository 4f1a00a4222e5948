; The first 64-bit instructions: segments, stack, and the call that never returns.
bits 64
default rel
section .note.GNU-stack noalloc noexec nowrite progbits

global entry64
extern kernel_start, kernel_stack_top, __security_cookie

section .boot.text progbits alloc exec nowrite align=16
entry64:
        xor     eax, eax
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        mov     fs, eax
        mov     gs, eax
        mov     rsp, kernel_stack_top
        xor     ebp, ebp                ; the end of every walk of the stack
        rdtsc
        shl     rdx, 32
        or      rdx, rax
        xor     [__security_cookie], rdx
        mov     edi, esi                ; kernel_start(magic, information, tsc)
        mov     esi, ebx
        call    kernel_start
        ud2
