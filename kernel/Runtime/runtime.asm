; What the C# compiler calls without being asked: blocks of memory, the frame of exported entry points, stack cookies.
; SysV calling convention. No function here touches an XMM register. RhpStackProbe is missing on purpose: a function whose
; locals exceed one page fails the link.
bits 64
default rel

global memcpy, memmove, memset, memory_clear
global RhpReversePInvoke, RhpReversePInvokeReturn, RhpFallbackFailFast
global __security_cookie
extern failed_check

section .note.GNU-stack noalloc noexec nowrite progbits

section .text

; void* memmove(void* rdi destination, const void* rsi source, size_t rdx bytes); the two may overlap
align 16
memcpy:
memmove:
        mov     rax, rdi
        mov     rcx, rdi
        sub     rcx, rsi                ; unsigned: less than the size only if the destination lies inside the source
        cmp     rcx, rdx
        jb      .from_the_end
        mov     rcx, rdx
        shr     rcx, 3
        rep     movsq
        mov     ecx, edx
        and     ecx, 7
        rep     movsb
        ret
.from_the_end:
        lea     rsi, [rsi + rdx - 1]
        lea     rdi, [rdi + rdx - 1]
        mov     rcx, rdx
        std
        rep     movsb
        cld
        ret

; void* memset(void* rdi destination, int esi value, size_t rdx bytes)
align 16
memset:
        mov     r8, rdi
        movzx   esi, sil
        mov     rax, 0x0101010101010101
        imul    rax, rsi
        mov     rcx, rdx
        shr     rcx, 3
        rep     stosq
        mov     ecx, edx
        and     ecx, 7
        rep     stosb
        mov     rax, r8
        ret

; void memory_clear(void* rdi destination, size_t rsi bytes)
align 16
memory_clear:
        mov     rdx, rsi
        xor     esi, esi
        jmp     memset

; Entry and exit of a function that foreign code calls; there is no state of a runtime to keep.
align 16
RhpReversePInvoke:
RhpReversePInvokeReturn:
        ret

; A function found its stack cookie overwritten.
align 16
RhpFallbackFailFast:
        mov     edi, 100                ; ThrowHelpers.StackSmashed
        jmp     failed_check

section .data

; Whoever has a source of entropy changes it before the first call of C#.
align 8
__security_cookie:
        dq      0x5BD1E995A7C3F10D
