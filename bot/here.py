"""Which hosts are this machine and no other."""

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """Whether only this machine reaches that host: localhost, or a loopback address without brackets."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
