; Says in which state a machine hands over to the PVH entry, or GRUB to the multiboot2 entry, then ends.
;
; The file is an ELF for `qemu -kernel` and, loaded byte for byte at its base, an image for Bochs. PADDING makes it
; larger: bytes behind the code, with a mark at the end. Each line is "name=value"; the last line is a stop record, so
; that a run ends by itself.

        bits    32

%ifndef PADDING
%define PADDING 0
%endif

Base    equ     0x100000
Com1    equ     0x3F8

%include "elf_header.inc"

; Multiboot2 Specification, "OS image format": a header with an entry address of its own.
        align   8, db 0
header: dd      0xE85250D6, 0, headerEnd - header, -(0xE85250D6 + headerEnd - header)
        dw      3, 0
        dd      12, multiboot2
        align   8, db 0
        dw      0, 0
        dd      8
headerEnd:

%macro  Say     2                       ; name, 32-bit operand
        mov     eax, %2
        mov     esi, %%name
        call    sayNumber
        jmp     %%after
%%name: db      %1, "=", 0
%%after:
%endmacro

main:
        mov     [startInfo], ebx
        mov     esp, stackTop
        mov     dx, Com1 + 3
        mov     al, 3
        out     dx, al
        mov     ebx, [startInfo]
        Say     "magic", [ebx]
        Say     "version", [ebx + 4]
        mov     eax, cr0
        and     eax, 0x80000001         ; PG and PE: the rest is the machine's choice
        mov     [value], eax
        Say     "paging-and-protection", [value]
        pushfd
        pop     dword [value]
        and     dword [value], 0x20300  ; VM, IF, TF
        Say     "flags", [value]
        Say     "entries", [ebx + 48]
        mov     eax, [ebx + 40]
        mov     ecx, [ebx + 48]
.entry: cmp     dword [eax], 0x100000   ; the entry of RAM above 1 MiB
        je      .found
        add     eax, 24
        loop    .entry
.found: mov     [map], eax
        mov     ebx, [map]
        Say     "ram-base", [ebx]
        Say     "ram-type", [ebx + 16]
        Say     "mark", [mark]
stop:   mov     esi, stopRecord
        call    sayText
.halt:  cli
        hlt
        jmp     .halt

multiboot2:
        mov     esp, stackTop
        mov     [value], eax
        mov     dx, Com1 + 3
        mov     al, 3
        out     dx, al
        Say     "loader", [value]       ; 36d76289 says multiboot2
        jmp     stop

; Text at ESI, number in EAX, line feed.
sayNumber:
        push    eax
        call    sayText
        pop     ebp
        mov     ecx, 8
.digit: rol     ebp, 4
        mov     eax, ebp
        and     eax, 15
        mov     al, [digits + eax]
        call    sayByte
        loop    .digit
        mov     al, 10
sayByte:
        push    eax
        mov     dx, Com1 + 5
.wait:  in      al, dx
        test    al, 0x20                ; transmitter holding register empty
        jz      .wait
        mov     dx, Com1
        pop     eax
        out     dx, al
        ret
sayText:
        lodsb
        test    al, al
        jz      .end
        call    sayByte
        jmp     sayText
.end:   ret

digits:         db      "0123456789abcdef"
value:          dd      0
map:            dd      0
startInfo:      dd      0
stopRecord:     db      "#04 01000000"  ; StopReason.AllPartitionsIdle
                times   (0x90 - 4) * 2 db "0" ; the rest of a StopRecord
                db      10, 0
                times   256 db 0
stackTop:
                times   PADDING db 0x55
                align   4, db 0
mark:           dd      0x600DF00D
end:
