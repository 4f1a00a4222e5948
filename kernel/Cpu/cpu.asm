; The bodies of Cpu.cs, in its order. No logic: one instruction each, and the moves that C#'s calling convention needs.
; System V: arguments in RDI, RSI, RDX, RCX, R8, R9; RBX, RBP, R12-R15 are the caller's.
bits 64
default rel
section .note.GNU-stack noalloc noexec nowrite progbits

CR4_SMAP        equ 1 << 21

section .text

%macro function 1
global %1
align 4
%1:
%endmacro

function cpu_cpuid
        push    rbx
        mov     eax, edi
        mov     ecx, esi
        mov     rdi, rdx
        cpuid
        mov     [rdi], eax
        mov     [rdi + 4], ebx
        mov     [rdi + 8], ecx
        mov     [rdi + 12], edx
        pop     rbx
        ret

; cpu_crc32c(state, from, size)
function cpu_crc32c
        mov     eax, edi
        mov     rcx, rdx
        and     rcx, ~7
        jz      .bytes
        add     rsi, rcx
        neg     rcx
.word:
        crc32   rax, qword [rsi + rcx]
        add     rcx, 8
        jnz     .word
.bytes:
        and     edx, 7
        jz      .done
.byte:
        crc32   eax, byte [rsi]
        inc     rsi
        dec     edx
        jnz     .byte
.done:
        ret

function cpu_rdmsr
        mov     ecx, edi
        rdmsr
        shl     rdx, 32
        or      rax, rdx
        ret

function cpu_wrmsr
        mov     ecx, edi
        mov     eax, esi
        mov     rdx, rsi
        shr     rdx, 32
        wrmsr
        ret

function cpu_rdtsc
        lfence
        rdtsc
        shl     rdx, 32
        or      rax, rdx
        ret

function cpu_inb
        mov     edx, edi
        xor     eax, eax
        in      al, dx
        ret

function cpu_inl
        mov     edx, edi
        in      eax, dx
        ret

function cpu_outb
        mov     edx, edi
        mov     eax, esi
        out     dx, al
        ret

function cpu_outl
        mov     edx, edi
        mov     eax, esi
        out     dx, eax
        ret

function cpu_read_cr0
        mov     rax, cr0
        ret

function cpu_write_cr0
        mov     cr0, rdi
        ret

function cpu_read_cr2
        mov     rax, cr2
        ret

function cpu_write_cr2
        mov     cr2, rdi
        ret

function cpu_read_cr3
        mov     rax, cr3
        ret

function cpu_write_cr3
        mov     cr3, rdi
        ret

function cpu_read_cr4
        mov     rax, cr4
        ret

function cpu_write_cr4
        mov     cr4, rdi
        ret

function cpu_save_debug_registers
        mov     rax, dr0
        mov     [rdi], rax
        mov     rax, dr1
        mov     [rdi + 8], rax
        mov     rax, dr2
        mov     [rdi + 16], rax
        mov     rax, dr3
        mov     [rdi + 24], rax
        ret

function cpu_load_debug_registers
        mov     rax, [rdi]
        mov     dr0, rax
        mov     rax, [rdi + 8]
        mov     dr1, rax
        mov     rax, [rdi + 16]
        mov     dr2, rax
        mov     rax, [rdi + 24]
        mov     dr3, rax
        ret

; In one piece: nearly all that they cost would be calls.
STAR            equ 0xC0000081          ; and LSTAR, CSTAR, FMASK behind it
KERNEL_GS_BASE  equ 0xC0000102

%macro save_msr 1
        rdmsr
        mov     [rdi + 8 * %1], eax
        mov     [rdi + 8 * %1 + 4], edx
%endmacro

%macro load_msr 1
        mov     eax, [rdi + 8 * %1]
        mov     edx, [rdi + 8 * %1 + 4]
        wrmsr
%endmacro

%macro for_each_switched_msr 1
        mov     ecx, STAR
  %assign index 0
  %rep 4
        %1 index
        inc     ecx
    %assign index index + 1
  %endrep
        mov     ecx, KERNEL_GS_BASE
        %1 4
        ret
%endmacro

function cpu_save_switched_msrs
        for_each_switched_msr save_msr

function cpu_load_switched_msrs
        for_each_switched_msr load_msr

function cpu_read_dr6
        mov     rax, dr6
        ret

function cpu_write_dr6
        mov     dr6, rdi
        ret

function cpu_xgetbv
        xor     ecx, ecx
        xgetbv
        shl     rdx, 32
        or      rax, rdx
        ret

function cpu_xsetbv
        xor     ecx, ecx
        mov     eax, edi
        mov     rdx, rdi
        shr     rdx, 32
        xsetbv
        ret

function cpu_xsave
        mov     eax, -1
        mov     edx, eax
        xsave64 [rdi]
        ret

; On AMD's processors XRSTOR and FXRSTOR leave the last x87 instruction's addresses as they find them, unless an
; exception is pending: FNINIT first, or one guest would see another's. APM 2, "FXSAVE and FXRSTOR Instructions".
function cpu_xrstor
        fninit
        mov     eax, -1
        mov     edx, eax
        xrstor64 [rdi]
        ret

function cpu_fxsave
        fxsave64 [rdi]
        ret

function cpu_fxrstor
        fninit
        fxrstor64 [rdi]
        ret

; cpu_load_gdt(table, size, code selector, task selector)
function cpu_load_gdt
        sub     rsp, 24
        dec     esi
        mov     [rsp + 6], si
        mov     [rsp + 8], rdi
        lgdt    [rsp + 6]
        xor     eax, eax
        mov     ds, eax
        mov     es, eax
        mov     ss, eax
        mov     fs, eax
        mov     gs, eax
        ltr     cx
        add     rsp, 24
        lea     rax, [.reloaded]
        push    rdx
        push    rax
        o64 retf
.reloaded:
        ret

function cpu_load_idt
        sub     rsp, 24
        dec     esi
        mov     [rsp + 6], si
        mov     [rsp + 8], rdi
        lidt    [rsp + 6]
        add     rsp, 24
        ret

; STI holds interrupts back for one instruction: NOP is that one, and CLI already sees them taken.
function cpu_open_interrupt_slot
        sti
        nop
        cli
        ret

; An interrupt that is pending at STI is taken after HLT has begun, so none is slept through.
function cpu_wait_for_interrupt
        sti
        hlt
        cli
        ret

function cpu_pause
        pause
        ret

function cpu_flush_line
        clflush [rdi]
        ret

function cpu_read_frame_pointer
        mov     rax, rbp
        ret

function cpu_halt
        cli
        hlt
        jmp     cpu_halt

; INT 2 runs the NMI handler, whose IRETQ ends the blocking of NMIs that an exit left behind.
function cpu_raise_nmi
        int     2
        ret

; cpu_copy_guest(to, from, size)
function cpu_copy_guest
        mov     rcx, rdx
        shr     rcx, 3
        and     edx, 7
        cmp     byte [smap_enabled], 0
        jne     .guarded
        rep movsq
        mov     ecx, edx
        rep movsb
        ret
.guarded:
        stac
        rep movsq
        mov     ecx, edx
        rep movsb
        clac
        ret

; cpu_copy_guest_summed(to, from, size, state): the sum is of what was stored, each byte loaded once.
function cpu_copy_guest_summed
        mov     eax, ecx
        cmp     byte [smap_enabled], 0
        je      .open
        stac
.open:
        mov     rcx, rdx
        and     rcx, ~7
        jz      .bytes
        add     rdi, rcx
        add     rsi, rcx
        neg     rcx
.word:
        mov     r8, [rsi + rcx]
        mov     [rdi + rcx], r8
        crc32   rax, r8
        add     rcx, 8
        jnz     .word
.bytes:
        and     edx, 7
        jz      .close
.byte:
        mov     r8b, [rsi]
        mov     [rdi], r8b
        crc32   eax, r8b
        inc     rsi
        inc     rdi
        dec     edx
        jnz     .byte
.close:
        cmp     byte [smap_enabled], 0
        je      .done
        clac
.done:
        ret

; cpu_load_guest(from)
function cpu_load_guest
        cmp     byte [smap_enabled], 0
        jne     .guarded
        mov     rax, [rdi]
        ret
.guarded:
        stac
        mov     rax, [rdi]
        clac
        ret

; cpu_clear_guest(start, size)
function cpu_clear_guest
        mov     rcx, rsi
        shr     rcx, 3
        xor     eax, eax
        cmp     byte [smap_enabled], 0
        jne     .guarded
        rep stosq
        ret
.guarded:
        stac
        rep stosq
        clac
        ret

function cpu_enable_smap
        mov     byte [smap_enabled], 1
        mov     rax, cr4
        or      rax, CR4_SMAP
        mov     cr4, rax
        ret

section .bss nobits alloc noexec write align=16
smap_enabled:   resb 1
