; The first 64-bit instructions of every CPU: segments, stack, and the call that never returns.
bits 64
default rel
section .note.GNU-stack noalloc noexec nowrite progbits

global entry64, cpu_start_stack
extern kernel_start, kernel_cpu_start, boot_cpu_stack_top, __security_cookie

section .boot.text progbits alloc exec nowrite align=16
entry64:
        xor     eax, eax
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        mov     fs, eax
        mov     gs, eax
        xor     ebp, ebp                ; the end of every walk of the stack
        test    esi, esi
        jz      .other
        mov     rsp, boot_cpu_stack_top
        rdtsc
        shl     rdx, 32
        or      rdx, rax
        xor     [__security_cookie], rdx
        mov     edi, esi                ; kernel_start(magic, information, tsc)
        mov     esi, ebx
        call    kernel_start
        ud2

; The CPU that starts this one has put the arguments on its stack: kernel_cpu_start(area, kernel).
.other: mov     rsp, [cpu_start_stack]
        pop     rdi
        pop     rsi
        call    kernel_cpu_start
        ud2

section .boot.bss nobits alloc noexec write align=8
cpu_start_stack: resq 1
