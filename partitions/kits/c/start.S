# The first instructions of a guest in C, and the hypercall. A native partition begins in 64-bit mode with interrupts
# off, RDI = address of the information page and RSP 8 below a multiple of 16 at the end of its memory.
        .intel_syntax noprefix
        .text

        .globl  _start
        .balign 16
_start:
        cld
        sti                             # nothing interrupts a partition; HLT now gives up the window and is no error
        xor     ebp, ebp
        sub     rsp, 8                  # RSP is a multiple of 16 before a call
        call    mhv_open                # void mhv_open(const struct mhv_information_page *)
        call    main                    # int main(void): the exit code
        mov     edi, eax
        call    mhv_end                 # does not return
        ud2

# uint64_t mhv_vmcall(uint64_t number, uint64_t first, uint64_t second, uint64_t *result): the return code
# Hypercalls take RAX, RDI, RSI, RDX and give RAX and RDX; the kernel keeps all other registers.
        .macro  hypercall instruction
        mov     rax, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        xor     edx, edx
        \instruction
        mov     [rcx], rdx
        ret
        .endm

        .globl  mhv_vmcall
        .balign 16
mhv_vmcall:
        hypercall vmcall

# The same on AMD.
        .globl  mhv_vmmcall
        .balign 16
mhv_vmmcall:
        hypercall vmmcall

        .section .note.GNU-stack, "", @progbits
