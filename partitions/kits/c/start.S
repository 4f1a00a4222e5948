# The first instructions of a guest in C, and the hypercall. A native partition begins in 64-bit mode with interrupts
# off, RDI = address of the information page, RSI = number of the virtual CPU, and RSP 8 below a multiple of 16 at the end
# of its stack.
        .equ    VCPU_SIZE, 0xe0         # MHV_VCPU_SIZE of kit.h
        .intel_syntax noprefix
        .text

# A guest that has first instructions of its own jumps from there to mhv_start.
        .weak   _start
        .globl  mhv_start
        .balign 16
_start:
mhv_start:
        cld
        sti                             # nothing interrupts it before it asks for that; HLT is no error from here on
        xor     ebp, ebp
        sub     rsp, VCPU_SIZE + 8      # RSP is a multiple of 16 before a call
        mov     rdx, rsp
        mov     ebx, esi
        call    mhv_open                # void mhv_open(const struct mhv_information_page *, uint64_t, struct mhv_vcpu *)
        test    ebx, ebx
        jnz     further
        call    main                    # int main(void): the exit code
        mov     edi, eax
        call    mhv_end                 # does not return
        ud2
further:
        mov     edi, ebx
        call    mhv_vcpu_main           # void mhv_vcpu_main(uint32_t)
        call    mhv_yield_forever       # does not return
        ud2

# uint64_t mhv_vmcall(uint64_t number, uint64_t first, uint64_t second, uint64_t results[2]): the return code
# Hypercalls take RAX, RDI, RSI, RDX and give RAX, RDX and a few RSI; the kernel keeps all other registers.
        .macro  hypercall instruction
        mov     rax, rdi
        mov     rdi, rsi
        mov     rsi, rdx
        xor     edx, edx
        \instruction
        mov     [rcx], rdx
        mov     [rcx + 8], rsi
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
