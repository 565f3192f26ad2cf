"""The service for partners: releases out, and nothing else."""
