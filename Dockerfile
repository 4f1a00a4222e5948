# A machine that has everything MicroHV calls, for hosts that lack it:
#
#   docker build -t microhv .
#   docker run --rm -it -v "$PWD":/microhv microhv ./microhv run partitions/demo
FROM debian:12-slim

# The .NET SDK comes from Microsoft's packages: https://learn.microsoft.com/dotnet/core/install/linux-debian
ADD https://packages.microsoft.com/config/debian/12/packages-microsoft-prod.deb /tmp/
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && dpkg -i /tmp/packages-microsoft-prod.deb \
    && rm /tmp/packages-microsoft-prod.deb

# Every package of qemu/MicroHV.Machines/Tools/ToolTable.cs, and git.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
        bash-completion \
        binutils \
        bochs \
        bochsbios \
        chromium \
        dotnet-sdk-10.0 \
        fish \
        gcc \
        gdb \
        git \
        grub-common \
        grub-efi-amd64-bin \
        grub-pc-bin \
        mtools \
        nasm \
        ovmf \
        qemu-system-x86 \
        util-linux \
        vgabios \
        xorriso \
        zsh \
    && rm -rf /var/lib/apt/lists/*

# What NuGet fetches for a build stays in the image, and any user may use it.
ENV DOTNET_CLI_HOME=/tmp NUGET_PACKAGES=/var/cache/nuget
COPY . /tmp/microhv
RUN /tmp/microhv/microhv check /tmp/microhv/partitions/demo \
    && chmod -R a+rwX /var/cache/nuget \
    && rm -rf /tmp/microhv

WORKDIR /microhv
CMD ["bash"]
