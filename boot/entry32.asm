; From a loader's 32-bit protected mode to long mode.
;
; 1 both entries leave in ESI which loader came, never 0, and in EBX where its information is
; 2 zero .bss (a loader may have left anything there after a warm reset)
; 3 identity-map the low 4 GiB with 2-MiB pages, writable and executable: for the minutes before Host/HostPaging takes over
; 4 (here the other CPUs join, with 0 in ESI) CR4.PAE and SSE on, EFER.LME and NXE on, CR0.PG on; far jump into 64-bit code (entry64.asm)
bits 32
section .note.GNU-stack noalloc noexec nowrite progbits

global pvh_start, multiboot2_start, cpu_start32, boot_gdt
extern entry64, _bss_start, _bss_end

PVH_MAGIC       equ 0x336EC578          ; the magic number of hvm_start_info, for the kernel to tell loaders apart
CPUID_EXTENDED  equ 0x80000000
CPUID_FEATURES  equ 0x80000001
LONG_MODE       equ 1 << 29
CR4_PAE         equ 1 << 5
CR4_OSFXSR      equ 1 << 9
CR4_OSXMMEXCPT  equ 1 << 10
EFER            equ 0xC0000080
EFER_LME        equ 1 << 8
EFER_NXE        equ 1 << 11
NX_FEATURE      equ 1 << 20
CR0_MP          equ 1 << 1
CR0_EM          equ 1 << 2
CR0_WP          equ 1 << 16
CR0_PG          equ 1 << 31
PRESENT_WRITE   equ 3
LARGE_PAGE      equ 0x80
GIB_COUNT       equ 4

section .boot.text progbits alloc exec nowrite align=16
pvh_start:
        mov     esi, PVH_MAGIC
        jmp     start
multiboot2_start:
        mov     esi, eax
start:
        cli
        cld
        mov     edi, _bss_start
        mov     ecx, _bss_end + 3
        sub     ecx, edi
        shr     ecx, 2
        xor     eax, eax
        rep stosd

        mov     esp, boot_stack_top
        push    ebx
        mov     eax, CPUID_EXTENDED
        cpuid
        cmp     eax, CPUID_FEATURES
        jb      no_long_mode
        mov     eax, CPUID_FEATURES
        cpuid
        test    edx, LONG_MODE
        jz      no_long_mode
        pop     ebx
        mov     ebp, edx                ; keeps the feature bits until EFER is written

        mov     dword [boot_pml4], boot_pdpt + PRESENT_WRITE
        mov     edi, boot_pdpt
        mov     eax, boot_directories + PRESENT_WRITE
        mov     ecx, GIB_COUNT
.point: mov     [edi], eax
        add     eax, 4096
        add     edi, 8
        loop    .point
        mov     edi, boot_directories
        mov     eax, PRESENT_WRITE + LARGE_PAGE
        mov     ecx, GIB_COUNT * 512
.map:   mov     [edi], eax
        add     eax, 0x200000
        add     edi, 8
        loop    .map

enter_long_mode:
        mov     eax, cr4
        or      eax, CR4_PAE | CR4_OSFXSR | CR4_OSXMMEXCPT
        mov     cr4, eax
        mov     eax, boot_pml4
        mov     cr3, eax
        mov     ecx, EFER
        rdmsr
        or      eax, EFER_LME
        test    ebp, NX_FEATURE
        jz      .no_nx
        or      eax, EFER_NXE
.no_nx: wrmsr
        mov     eax, cr0
        and     eax, ~CR0_EM
        or      eax, CR0_PG | CR0_WP | CR0_MP
        mov     cr0, eax
        lgdt    [boot_gdt_pointer]
        jmp     0x08:entry64

; Another CPU, from trampoline.asm. All CPUs have the boot CPU's 64-bit mode, or it would not have come so far.
cpu_start32:
        mov     eax, 0x18
        mov     ds, eax
        mov     eax, CPUID_FEATURES
        cpuid
        mov     ebp, edx
        xor     esi, esi
        jmp     enter_long_mode

; There is no console yet, but COM1 is where everyone looks.
no_long_mode:
        mov     esi, message
        mov     dx, 0x3F8
.next:  lodsb
        test    al, al
        jz      .hang
        out     dx, al
        jmp     .next
.hang:  hlt
        jmp     .hang
message: db "MicroHV: this processor has no 64-bit mode", 13, 10, 0

section .boot.data progbits alloc noexec write align=16
boot_gdt:
        dq      0
        dq      0x00AF9B000000FFFF      ; 0x08: 64-bit code
        dq      0x00CF9B000000FFFF      ; 0x10: 32-bit code
        dq      0x00CF93000000FFFF      ; 0x18: data
boot_gdt_pointer:
        dw      $ - boot_gdt - 1
        dq      boot_gdt

section .bss.page_aligned nobits alloc noexec write align=4096
boot_pml4:              resb 4096
boot_pdpt:              resb 4096
boot_directories:       resb GIB_COUNT * 4096

section .boot.bss nobits alloc noexec write align=16
                        resb 256
boot_stack_top:
