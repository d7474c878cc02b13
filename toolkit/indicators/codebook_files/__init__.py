"""The codebook: loaded, verified, described, and how much of it is measured."""
